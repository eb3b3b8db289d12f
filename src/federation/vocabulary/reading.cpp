#include "reading.hpp"

#include "dunlin/federation/urls.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_links = 64;

Link one_link(Node const& node) {
  if (node.is_text()) return {std::string(node.text()), {}};
  auto const& href = node["href"].nothing() ? node["url"] : node["href"];
  return {std::string(href.text()), std::string(node["mediaType"].text())};
}

}  // namespace

std::string cut(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return std::string(text);
  auto end = most_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

std::string read_url(Node const& node) {
  auto const text = node.reference();
  return host_of(text).empty() ? std::string() : std::string(text);
}

Link read_link(Node const& node, std::string_view wanted_type) {
  Link first;
  auto const all = node.items();
  for (auto const& item : all.first(std::min(all.size(), most_links))) {
    auto link = one_link(item);
    if (host_of(link.href).empty()) continue;
    if (link.type.starts_with(wanted_type) && !link.type.empty()) return link;
    if (first.href.empty()) first = std::move(link);
  }
  return first;
}

std::optional<Timestamp> read_time(Node const& node) {
  return parse_rfc3339(node.first().text());
}

}  // namespace dunlin::federation::vocabulary
