#include "dunlin/domain/format.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "dunlin/domain/hashtags.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "entities.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t shown_url_characters = 30;

/// "https://www." and the like: what a shown URL hides at its beginning.
std::size_t hidden_prefix(std::string_view url) {
  for (std::string_view const prefix : {"https://www.", "http://www.", "https://", "http://", "xmpp:"})
    if (url.starts_with(prefix)) return prefix.size();
  return 0;
}

/// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < count && at < text.size(); ++i) unicode::next(text, at);
  return at;
}

void append_url(std::string& html, std::string_view url, bool profile_field) {
  auto const prefix = url.substr(0, hidden_prefix(url));
  auto const shown = url.substr(prefix.size());
  auto cut = bytes_of(shown, shown_url_characters);
  // Hiding a single character would save nothing.
  if (cut + bytes_of(shown.substr(cut), 1) >= shown.size()) cut = shown.size();
  html += "<a href=\"";
  append_escaped_html(html, url);
  html += profile_field
              ? "\" target=\"_blank\" rel=\"nofollow noopener me\" translate=\"no\"><span class=\"invisible\">"
              : "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">";
  append_escaped_html(html, prefix);
  html += cut < shown.size() ? "</span><span class=\"ellipsis\">" : "</span><span class=\"\">";
  append_escaped_html(html, shown.substr(0, cut));
  html += "</span><span class=\"invisible\">";
  append_escaped_html(html, shown.substr(cut));
  html += "</span></a>";
}

void append_hashtag(std::string& html, std::string_view tag, std::string_view base_url) {
  auto const name = normalise_hashtag(tag);
  if (!name) return append_escaped_html(html, tag);
  html += "<a href=\"";
  append_escaped_html(html, hashtag_url(base_url, *name));
  html += "\" class=\"mention hashtag\" rel=\"tag\">#<span>";
  append_escaped_html(html, tag.substr(1));
  html += "</span></a>";
}

/// Typed text in one pass: parts between entities are escaped, newlines become marks of paragraphs.
class Formatter {
 public:
  Formatter(std::string_view text, FormatRules const& rules)
      : text_(text), rules_(rules), entities_(find_entities(text)) {
    resolve_mentions();
  }

  std::string run() {
    std::size_t at = 0;
    for (auto const& entity : entities_) {
      append_text(text_.substr(at, entity.begin - at));
      append_entity(entity);
      at = entity.end;
    }
    append_text(text_.substr(at));
    if (in_paragraph_ && !rules_.profile_field) html_ += "</p>";
    return std::move(html_);
  }

 private:
  void resolve_mentions() {
    for (auto const& entity : entities_) {
      if (entity.kind != TextEntity::Kind::mention) continue;
      auto handle = handle_of(part(entity));
      if (links_.contains(handle)) continue;
      auto link = rules_.resolve ? rules_.resolve(handle) : std::nullopt;
      if (link) accts_by_name_[link->username].insert(link->acct);
      links_.emplace(std::move(handle), std::move(link));
    }
  }

  std::string_view part(TextEntity const& entity) const {
    return text_.substr(entity.begin, entity.end - entity.begin);
  }

  void append_text(std::string_view text) {
    while (!text.empty()) {
      auto const newline = text.find('\n');
      if (newline != 0) {
        begin_inline();
        append_escaped_html(html_, text.substr(0, newline));
      }
      if (newline == std::string_view::npos) return;
      ++newlines_;
      text.remove_prefix(newline + 1);
    }
  }

  /// Puts what the newlines since the last text ask for. Those at the ends of the text ask for nothing.
  void begin_inline() {
    if (rules_.profile_field) {
      if (newlines_ > 0 && in_paragraph_) html_ += ' ';
    } else if (!in_paragraph_) {
      html_ += "<p>";
    } else if (newlines_ == 1) {
      html_ += "<br />";
    } else if (newlines_ > 1) {
      html_ += "</p><p>";
    }
    in_paragraph_ = true;
    newlines_ = 0;
  }

  void append_entity(TextEntity const& entity) {
    begin_inline();
    switch (entity.kind) {
      case TextEntity::Kind::url:
        return append_url(html_, part(entity), rules_.profile_field);
      case TextEntity::Kind::hashtag:
        return append_hashtag(html_, part(entity), rules_.base_url);
      case TextEntity::Kind::mention:
        return append_mention(entity);
    }
  }

  void append_mention(TextEntity const& entity) {
    auto const& link = links_[handle_of(part(entity))];
    if (!link) return append_escaped_html(html_, part(entity));
    // Two people of the same name in one text can only be told apart by their servers.
    bool const full = rules_.profile_field || accts_by_name_[link->username].size() > 1;
    html_ += "<span class=\"h-card\" translate=\"no\"><a href=\"";
    append_escaped_html(html_, link->url);
    html_ += "\" class=\"u-url mention\">@<span>";
    append_escaped_html(html_, full ? link->acct : link->username);
    html_ += "</span></a></span>";
  }

  std::string_view text_;
  FormatRules const& rules_;
  std::vector<TextEntity> entities_;
  std::unordered_map<std::string, std::optional<MentionLink>> links_;  // by handle
  std::unordered_map<std::string, std::unordered_set<std::string>> accts_by_name_;
  std::string html_;
  int newlines_ = 0;
  bool in_paragraph_ = false;
};

}  // namespace

SafeHtml format(std::string_view text, FormatRules const& rules) {
  auto const clean = clean_text(text);
  return SafeHtml::trusted(Formatter(clean, rules).run());
}

std::vector<std::string> mentioned_handles(std::string_view text) {
  std::vector<std::string> handles;
  std::unordered_set<std::string> seen;
  for (auto const& entity : find_entities(text)) {
    if (entity.kind != TextEntity::Kind::mention) continue;
    auto handle = handle_of(text.substr(entity.begin, entity.end - entity.begin));
    if (seen.insert(handle).second) handles.push_back(std::move(handle));
  }
  return handles;
}

std::vector<TypedHashtag> typed_hashtags(std::string_view text) {
  std::vector<TypedHashtag> tags;
  std::unordered_set<std::string> seen;
  for (auto const& entity : find_entities(text)) {
    if (entity.kind != TextEntity::Kind::hashtag) continue;
    auto const typed = text.substr(entity.begin + 1, entity.end - entity.begin - 1);
    auto name = normalise_hashtag(typed);
    if (name && seen.insert(*name).second) tags.push_back({std::move(*name), std::string(typed)});
  }
  return tags;
}

}  // namespace dunlin
