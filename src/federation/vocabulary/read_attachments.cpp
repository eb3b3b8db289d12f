// Files and custom emojis that hang on objects (contract, sections 6.3 and 6.4).
#include <algorithm>
#include <cmath>

#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_shortcode_bytes = 2048;
constexpr std::size_t most_type_bytes = 100;
constexpr int most_pixels = 65'535;

/// Base 83, as long as its own first character says, at most 9 components each way.
bool is_blurhash(std::string_view text) {
  constexpr std::string_view alphabet =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  if (text.size() < 6 || text.find_first_not_of(alphabet) != std::string_view::npos) return false;
  auto const flag = alphabet.find(text[0]);
  auto const components = (flag % 9 + 1) * (flag / 9 + 1);
  return text.size() == 4 + 2 * components;
}

int read_pixels(Node const& node) {
  auto const number = node.integer().value_or(0);
  return number > 0 && number <= most_pixels ? static_cast<int>(number) : 0;
}

MediaKind kind_of(std::string_view media_type, Node const& item) {
  auto const says = [&](std::string_view family, std::string_view object) {
    return media_type.starts_with(family) || (media_type.empty() && item.has_type(object));
  };
  if (says("image/", "Image")) return MediaKind::image;
  if (says("video/", "Video")) return MediaKind::video;
  if (says("audio/", "Audio")) return MediaKind::audio;
  return MediaKind::unknown;
}

double clamped(Node const& node) {
  return std::clamp(node.number().value_or(0), -1.0, 1.0);
}

std::optional<Media> read_attachment(Node const& item) {
  auto const type = item.type();
  if (type != "Document" && type != "Image" && type != "Video" && type != "Audio") return std::nullopt;
  auto link = read_link(item["url"].nothing() ? item["href"] : item["url"], "");
  if (link.href.empty()) return std::nullopt;
  Media media;
  media.remote_url = std::move(link.href);
  auto const named = item["mediaType"].text();
  media.type = cut(named.empty() ? std::string_view(link.type) : named, most_type_bytes);
  media.kind = kind_of(media.type, item);
  auto const& alt = item["summary"].is_text() ? item["summary"] : item["name"];
  media.description = cut(clean_text(alt.text()), most_alt_bytes);
  if (auto const hash = item["blurhash"].text(); is_blurhash(hash)) media.blurhash = std::string(hash);
  media.width = read_pixels(item["width"]);
  media.height = read_pixels(item["height"]);
  if (auto const focus = item["focalPoint"].items(); focus.size() == 2) {
    media.focus_x = clamped(focus[0]);
    media.focus_y = clamped(focus[1]);
  }
  if (auto const icon = read_link(item["icon"].first().is_map() ? item["icon"].first()["url"] : item["icon"], "image/");
      !icon.href.empty())
    media.preview_url = icon.href;
  return media;
}

}  // namespace

std::vector<Media> read_attachments(Node const& node) {
  std::vector<Media> media;
  for (auto const& item : node["attachment"].items()) {
    if (media.size() == most_attachments) break;
    if (auto one = read_attachment(item)) media.push_back(std::move(*one));
  }
  // A forum's page or a film has its picture beside the attachments.
  auto const& thumbnail = node["image"].nothing() ? node["icon"] : node["image"];
  if (media.empty() && !node.has_type("Note") && !thumbnail.nothing()) {
    auto const& picture = thumbnail.first();
    Media one;
    one.kind = MediaKind::image;
    one.remote_url = read_link(picture.is_map() ? picture["url"] : picture, "image/").href;
    if (!one.remote_url.empty()) media.push_back(std::move(one));
  }
  return media;
}

std::vector<Emoji> read_emojis(Node const& tags) {
  std::vector<Emoji> emojis;
  for (auto const& tag : tags.items()) {
    if (emojis.size() == most_emojis) break;
    if (!tag.has_type("Emoji")) continue;
    auto name = tag["name"].text();
    if (name.starts_with(':')) name.remove_prefix(1);
    if (name.ends_with(':')) name.remove_suffix(1);
    bool const is_shortcode =
        name.size() >= 1 && name.size() <= most_shortcode_bytes && std::ranges::all_of(name, [](char c) {
          return std::isalnum(static_cast<unsigned char>(c)) || std::string_view("_-+.").contains(c);
        });
    auto const& icon = tag["icon"].first();
    auto url = read_link(icon.is_map() ? icon["url"] : icon, "image/").href;
    bool const known = std::ranges::any_of(emojis, [&](auto const& other) { return other.shortcode == name; });
    if (is_shortcode && !url.empty() && !known) emojis.push_back({std::string(name), std::move(url)});
  }
  return emojis;
}

}  // namespace dunlin::federation::vocabulary
