// Questions and the answers to them, as others write them (contract, section 6.7).
#include <algorithm>

#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_options = 500;
constexpr std::size_t most_option_bytes = 4096;

std::int64_t read_count(Node const& node) {
  return std::max<std::int64_t>(0, node.integer().value_or(0));
}

std::string title_of(Node const& node) {
  auto const& name = node["name"].is_text() ? node["name"] : node["content"];
  return cut(clean_line(name.text()), most_option_bytes);
}

}  // namespace

void read_poll(Node const& node, Note& note) {
  auto const many = node["anyOf"].items();
  auto const options = many.empty() ? node["oneOf"].items() : many;
  Poll poll{.multiple = !many.empty()};
  for (auto const& option : options.first(std::min(options.size(), most_options))) {
    auto title = title_of(option);
    if (!title.empty()) poll.options.push_back({std::move(title), read_count(option["replies"]["totalItems"])});
  }
  if (poll.options.empty()) return;
  if (node["votersCount"].integer()) poll.voters_count = read_count(node["votersCount"]);
  auto const closed = read_time(node["closed"]);
  poll.expires_at = closed ? closed : read_time(node["endTime"]);
  note.poll_closed = closed || node["closed"].is_true();
  note.poll = std::move(poll);
}

std::optional<Vote> read_vote(Node const& node) {
  if (!node.has_type("Note") && !node.has_type("Answer")) return std::nullopt;
  Vote vote{std::string(node["attributedTo"].reference()), title_of(node), read_url(node["inReplyTo"])};
  bool const says_something = node["name"].is_text() && !node["content"].text().empty();
  if (vote.option.empty() || vote.in_reply_to.empty() || says_something) return std::nullopt;
  if (node.has_type("Note") && !node["name"].is_text()) return std::nullopt;
  return vote;
}

}  // namespace dunlin::federation::vocabulary
