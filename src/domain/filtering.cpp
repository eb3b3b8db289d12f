#include "dunlin/domain/filtering.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "dunlin/domain/sanitise.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::string_view between = "\n\n";

void add_part(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += between;
  text += part;
}

std::size_t count_points(std::string_view text) {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++points) unicode::next(text, at);
  return points;
}

bool begins_with_word(std::string_view text) {
  std::size_t at = 0;
  return !text.empty() && unicode::is_word(unicode::next(text, at));
}

bool ends_with_word(std::string_view text) {
  return !text.empty() && unicode::is_word(unicode::before(text, text.size()));
}

}  // namespace

std::string filterable_text(Status const& status) {
  std::string text;
  add_part(text, status.spoiler_text);
  add_part(text, plain_text(status.html.text()));
  for (auto const& media : status.media) add_part(text, media.description);
  if (status.poll)
    for (auto const& option : status.poll->options) add_part(text, option.title);
  return text;
}

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto const byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      result += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
      ++at;
    } else {
      auto const point = unicode::next(text, at);
      unicode::append(result, static_cast<char32_t>(u_foldCase(static_cast<UChar32>(point), U_FOLD_CASE_DEFAULT)));
    }
  }
  return result;
}

std::string unfolded(std::string_view text, std::string_view folded_text, std::pair<std::size_t, std::size_t> place) {
  auto skip = count_points(folded_text.substr(0, place.first));
  auto take = count_points(folded_text.substr(place.first, place.second));
  std::size_t from = 0;
  for (; skip > 0 && from < text.size(); --skip) unicode::next(text, from);
  auto to = from;
  for (; take > 0 && to < text.size(); --take) unicode::next(text, to);
  return std::string(text.substr(from, to - from));
}

FilterSet::FilterSet(std::vector<Filter> filters) {
  filters_.reserve(filters.size());
  for (auto& filter : filters) {
    Ready ready;
    for (auto const& keyword : filter.keywords) {
      auto text = folded(keyword.keyword);
      if (text.empty()) continue;
      bool const whole = keyword.whole_word;
      // Only where the keyword's own edge is part of a word can there be the edge of one.
      ready.keywords.push_back(
          {.text = text, .from_edge = whole && begins_with_word(text), .to_edge = whole && ends_with_word(text)});
      reads_texts_ = true;
    }
    for (auto const& named : filter.statuses) ready.statuses.push_back(named.status);
    std::ranges::sort(ready.statuses);
    filter.keywords = {};
    filter.statuses = {};
    ready.filter = std::move(filter);
    filters_.push_back(std::move(ready));
  }
}

std::size_t FilterSet::find(std::string_view text, Keyword const& keyword) {
  auto const size = keyword.text.size();
  for (auto at = text.find(keyword.text); at != text.npos; at = text.find(keyword.text, at + 1)) {
    if (keyword.from_edge && at > 0 && unicode::is_word(unicode::before(text, at))) continue;
    auto end = at + size;
    if (keyword.to_edge && end < text.size() && unicode::is_word(unicode::next(text, end))) continue;
    return at;
  }
  return text.npos;
}

std::vector<FilterMatch> FilterSet::matches(std::string_view folded_text, std::span<StatusId const> named,
                                            Timestamp now) const {
  std::vector<FilterMatch> found;
  for (auto const& ready : filters_) {
    if (ready.filter.expires_at && *ready.filter.expires_at <= now) continue;
    FilterMatch match{.filter = &ready.filter, .keyword = {}, .statuses = {}};
    for (auto const& keyword : ready.keywords) {
      auto const at = find(folded_text, keyword);
      if (at != folded_text.npos && (!match.keyword || at < match.keyword->first))
        match.keyword = {at, keyword.text.size()};
    }
    for (auto const id : named)
      if (std::ranges::binary_search(ready.statuses, id)) match.statuses.push_back(id);
    if (match.keyword || !match.statuses.empty()) found.push_back(std::move(match));
  }
  return found;
}

std::size_t FilterSet::bytes() const {
  std::size_t bytes = sizeof *this;
  for (auto const& ready : filters_) {
    bytes += sizeof ready + ready.filter.title.capacity() + ready.statuses.size() * sizeof(StatusId);
    for (auto const& keyword : ready.keywords) bytes += sizeof keyword + keyword.text.capacity();
  }
  return bytes;
}

}  // namespace dunlin
