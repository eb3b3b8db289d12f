#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/domain/card.hpp"
#include "dunlin/domain/page_head.hpp"

namespace dunlin::actions {

/// What a page says of itself as OpenGraph, Twitter's tags or plain HTML. `url` is where it was read.
void describe(Card& card, PageHead const& head, std::string_view url);
/// What its oEmbed document adds. Anything but such a document is ignored.
void describe_embed(Card& card, std::string_view json, std::string_view url);

/// "name@domain" whom a page names as its author ("@name@domain"); empty for none.
std::string creator_of(PageHead const& head);

}  // namespace dunlin::actions
