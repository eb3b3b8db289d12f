#include "dunlin/federation/vocabulary/node.hpp"

#include <algorithm>
#include <cmath>

namespace dunlin::federation::vocabulary {
namespace {

Node const absent;
constexpr std::size_t most_types = 8;

}  // namespace

std::string_view const public_address = "https://www.w3.org/ns/activitystreams#Public";

bool is_public_address(std::string_view reference) {
  return reference == public_address || reference == "as:Public" || reference == "Public";
}

bool may_be_rearranged(std::string_view json) {
  return json.contains("\"@graph\"") || json.contains("\"@included\"") || json.contains("\"@reverse\"");
}

Node const& Node::operator[](std::string_view name) const {
  auto const at = std::ranges::find(names_, name);
  return at == names_.end() ? absent : children_[static_cast<std::size_t>(at - names_.begin())];
}

std::optional<double> Node::number() const {
  if (kind_ != Kind::number) return std::nullopt;
  return number_;
}

std::optional<std::int64_t> Node::integer() const {
  constexpr double most = 9007199254740992.0;
  if (kind_ != Kind::number || std::trunc(number_) != number_ || std::abs(number_) > most) return std::nullopt;
  return static_cast<std::int64_t>(number_);
}

std::span<Node const> Node::items() const {
  if (kind_ == Kind::list) return children_;
  if (nothing()) return {};
  return {this, 1};
}

Node const& Node::first() const {
  auto const all = items();
  return all.empty() ? absent : all.front();
}

std::string_view Node::reference() const {
  auto const& one = first();
  return one.is_text() ? one.text() : one.id();
}

std::vector<std::string> Node::references(std::size_t most) const {
  std::vector<std::string> found;
  for (auto const& item : items()) {
    if (found.size() == most) break;
    // A list inside the list is no address: nested lists would smuggle one in.
    auto const text = item.is_text() ? item.text() : item.id();
    if (!text.empty()) found.emplace_back(text);
  }
  return found;
}

std::string_view Node::id() const {
  auto const& plain = (*this)["id"];
  return plain.kind() == Kind::absent ? (*this)["@id"].text() : plain.text();
}

std::string_view Node::type(std::span<std::string_view const> known) const {
  auto const& plain = (*this)["type"];
  auto const all = (plain.kind() == Kind::absent ? (*this)["@type"] : plain).items();
  auto const few = all.first(std::min(all.size(), most_types));
  for (auto const& one : few)
    if (std::ranges::find(known, one.text()) != known.end()) return one.text();
  return few.empty() ? std::string_view() : few.front().text();
}

bool Node::has_type(std::string_view name) const {
  return type({&name, 1}) == name;
}

}  // namespace dunlin::federation::vocabulary
