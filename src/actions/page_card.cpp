#include "page_card.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "dunlin/base/json.hpp"
#include "dunlin/domain/links.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_title_bytes = 1000;
constexpr std::size_t most_summary_bytes = 4000;
constexpr std::size_t most_name_bytes = 500;
constexpr int largest_side = 10'000;

/// At most so many bytes, no character cut.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

/// An address as a page writes it, made absolute; empty for what is none.
std::string absolute(std::string_view reference, std::string_view base) {
  if (reference.empty()) return {};
  auto const from = http::parse_url(base);
  auto const to = from ? http::resolve_url(*from, reference) : std::nullopt;
  return to ? to->text() : std::string();
}

int side(std::string_view text) {
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && number > 0 && number <= largest_side ? number : 0;
}

/// "en" of "en_US".
std::string language_of(std::string_view text) {
  std::string language;
  for (unsigned char const c : text.substr(0, text.find_first_of("-_"))) {
    if (std::isalpha(c) == 0) return {};
    language += static_cast<char>(std::tolower(c));
  }
  return language.size() == 2 || language.size() == 3 ? language : std::string();
}

std::string text_of(Json const& document, char const* name, std::size_t most) {
  auto const at = document.find(name);
  return at != document.end() && at->is_string() ? cut(clean_line(at->get_ref<std::string const&>()), most)
                                                 : std::string();
}

/// Numbers come as text too.
int side_of(Json const& document, char const* name) {
  auto const at = document.find(name);
  if (at == document.end()) return 0;
  if (at->is_string()) return side(at->get_ref<std::string const&>());
  return at->is_number_integer() ? side(std::to_string(at->get<std::int64_t>())) : 0;
}

void take(std::string& into, std::string&& found) {
  if (into.empty()) into = std::move(found);
}

void show_film(Card& card, Json const& document) {
  auto const at = document.find("html");
  if (at == document.end() || !at->is_string()) return;
  auto const source = http::parse_url(iframe_source(at->get_ref<std::string const&>()));
  if (!source) return;
  std::string address;
  append_escaped_html(address, source->text());
  card.type = CardType::video;
  card.width = side_of(document, "width");
  card.height = side_of(document, "height");
  card.html = fmt::format(
      R"(<iframe src="{}" width="{}" height="{}" allowfullscreen="true" )"
      R"(sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms"></iframe>)",
      address, card.width, card.height);
}

}  // namespace

void describe(Card& card, PageHead const& head, std::string_view url) {
  auto const title = head.meta({"og:title", "twitter:title"});
  card.title = cut(title.empty() ? std::string_view(head.title) : title, most_title_bytes);
  card.description = cut(head.meta({"og:description", "twitter:description", "description"}), most_summary_bytes);
  card.image_url = absolute(head.meta({"og:image:secure_url", "og:image:url", "og:image", "twitter:image"}), url);
  card.image_description = cut(head.meta({"og:image:alt", "twitter:image:alt"}), most_summary_bytes);
  card.width = side(head.meta({"og:image:width"}));
  card.height = side(head.meta({"og:image:height"}));
  card.provider_name = cut(head.meta({"og:site_name"}), most_name_bytes);
  card.author_name = cut(head.meta({"author", "article:author"}), most_name_bytes);
  if (card.author_name.starts_with("http://") || card.author_name.starts_with("https://"))
    card.author_url = std::exchange(card.author_name, {});
  auto const locale = head.meta({"og:locale"});
  card.language = language_of(locale.empty() ? std::string_view(head.language) : locale);
  card.published_at = parse_rfc3339(head.meta({"article:published_time"}));
}

void describe_embed(Card& card, std::string_view json, std::string_view url) {
  auto const document = parse_json(json);
  if (!document.is_object()) return;
  take(card.title, text_of(document, "title", most_title_bytes));
  take(card.author_name, text_of(document, "author_name", most_name_bytes));
  take(card.author_url, absolute(text_of(document, "author_url", http::most_url_bytes), url));
  take(card.provider_name, text_of(document, "provider_name", most_name_bytes));
  take(card.provider_url, absolute(text_of(document, "provider_url", http::most_url_bytes), url));
  take(card.image_url, absolute(text_of(document, "thumbnail_url", http::most_url_bytes), url));
  auto const type = text_of(document, "type", most_name_bytes);
  if (type == "video") show_film(card, document);
  if (type != "photo") return;
  auto const picture = absolute(text_of(document, "url", http::most_url_bytes), url);
  if (picture.empty()) return;
  card.type = CardType::photo;
  card.embed_url = picture;
  take(card.image_url, std::string(picture));
  card.width = side_of(document, "width");
  card.height = side_of(document, "height");
}

std::string creator_of(PageHead const& head) {
  auto handle = head.meta({"fediverse:creator"});
  if (handle.starts_with('@')) handle.remove_prefix(1);
  auto const at = handle.find('@');
  if (at == 0 || at == std::string_view::npos || handle.find('@', at + 1) != std::string_view::npos) return {};
  return std::string(handle);
}

}  // namespace dunlin::actions
