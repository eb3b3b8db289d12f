#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/federation/vocabulary/node.hpp"

/// How single properties are read, whatever shape they come in.
namespace dunlin::federation::vocabulary {

inline constexpr std::size_t most_alt_bytes = 10'000;  // what a picture shows, for who cannot see it

/// The text cut to at most so many bytes, between two characters.
std::string cut(std::string_view text, std::size_t most_bytes);
/// First reference, if it is an http(s) URL we would use; empty otherwise.
std::string read_url(Node const& node);
/// "url" of a media object: text, {href} or a list of such; with the media type the Link names.
struct Link {
  std::string href;
  std::string type;
};
Link read_link(Node const& node, std::string_view wanted_type);
std::optional<Timestamp> read_time(Node const& node);

struct Note;
/// The question of a Question, into `poll` and `poll_closed`.
void read_poll(Node const& node, Note& note);
/// What is quoted and who may quote this, into `quote` and `quote_policy`.
void read_quote(Node const& node, Note& note);

}  // namespace dunlin::federation::vocabulary
