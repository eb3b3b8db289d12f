#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/safe_html.hpp"

namespace dunlin {

/// Addresses of pages that a text links to, in order: no mentions, no hashtags, and not what it quotes. At most a
/// few.
std::vector<std::string> page_links(SafeHtml const& html);

/// Where the first iframe of somebody's HTML comes from, if over https; empty for none.
std::string iframe_source(std::string_view html);

}  // namespace dunlin
