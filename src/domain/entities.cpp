#include "entities.hpp"

#include <unicode/idna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>

#include "hashtag_shape.hpp"
#include "unicode.hpp"

namespace dunlin {
namespace {

using unicode::is_word;

constexpr std::array with_authority{"https://", "http://", "dat://",    "dweb://",  "ipfs://",
                                    "ipns://",  "ssb://",  "gopher://", "gemini://"};
constexpr std::array without_authority{"xmpp:", "magnet:?"};
constexpr std::size_t most_url_bytes = 2048;

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool starts_with_ignoring_case(std::string_view text, std::string_view beginning) {
  return text.size() >= beginning.size() &&
         std::ranges::equal(text.substr(0, beginning.size()), beginning, {},
                            [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
}

/// Without the punctuation of the sentence around it.
std::size_t trimmed_end(std::string_view text, std::size_t begin, std::size_t end) {
  static constexpr std::string_view sentence = ".,:;!?'\"*~|";
  auto const url = text.substr(begin, end - begin);
  // A closing bracket belongs to the URL only if it was opened there.
  auto round = std::ranges::count(url, ')') - std::ranges::count(url, '(');
  auto square = std::ranges::count(url, ']') - std::ranges::count(url, '[');
  while (end > begin) {
    char const last = text[end - 1];
    if (sentence.contains(last) || (last == ')' && round > 0) || (last == ']' && square > 0)) {
      if (last == ')') --round;
      if (last == ']') --square;
      --end;
      continue;
    }
    static constexpr std::u32string_view wide = U"。、…”’）";
    if (!wide.contains(unicode::before(text, end))) break;
    end -= 3;  // all of these take three bytes
  }
  return end;
}

std::size_t find_url_stop(std::string_view text, std::size_t at) {
  auto const limit = std::min(text.size(), at + most_url_bytes);
  while (at < limit) {
    auto next = at;
    auto const point = unicode::next(text, next);
    if (unicode::is_space(point) || unicode::is_control(point) || point == '<' || point == '>' || point == '"' ||
        point == U'」' || point == U'』')
      break;
    at = next;
  }
  return std::min(at, text.size());
}

/// Where a host with an optional port ends, or npos when the authority is none we link.
std::size_t host_end(std::string_view text, std::size_t at, std::size_t stop) {
  // A name before the host makes a link look like another: never linked.
  auto const rest = text.substr(at, stop - at);
  if (rest.substr(0, rest.find_first_of("/?#")).contains('@')) return std::string_view::npos;
  auto const begin = at;
  while (at < stop) {
    auto next = at;
    auto const point = unicode::next(text, next);
    if (!is_word(point) && point != '.' && point != '-') break;
    at = next;
  }
  while (at > begin && (text[at - 1] == '.' || text[at - 1] == '-')) --at;
  if (at == begin || text[begin] == '.') return std::string_view::npos;
  if (at < stop && text[at] == ':') {
    auto port = at + 1;
    while (port < stop && port - at <= 5 && std::isdigit(static_cast<unsigned char>(text[port]))) ++port;
    if (port > at + 1) at = port;
  }
  return at;
}

/// The URL that begins at `at`; empty when none does.
std::size_t find_url_end(std::string_view text, std::size_t at) {
  auto const rest = text.substr(at);
  for (std::string_view const scheme : without_authority) {
    if (!starts_with_ignoring_case(rest, scheme)) continue;
    auto const end = trimmed_end(text, at, find_url_stop(text, at + scheme.size()));
    return end > at + scheme.size() ? end : at;
  }
  for (std::string_view const scheme : with_authority) {
    if (!starts_with_ignoring_case(rest, scheme)) continue;
    auto const stop = find_url_stop(text, at + scheme.size());
    auto const host = host_end(text, at + scheme.size(), stop);
    if (host == std::string_view::npos) return at;
    bool const goes_on = host < stop && (text[host] == '/' || text[host] == '?' || text[host] == '#');
    return goes_on ? std::max(host, trimmed_end(text, at, stop)) : host;
  }
  return at;
}

/// Where a run of name characters with inner '.' and '-' ends.
std::size_t name_end(std::string_view text, std::size_t at) {
  auto end = at;
  while (end < text.size() && (is_name(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
  while (end > at && !is_name(text[end - 1])) --end;
  return at < text.size() && is_name(text[at]) ? end : at;
}

std::size_t domain_end(std::string_view text, std::size_t at) {
  auto const begin = at;
  auto end = at;
  while (at < text.size()) {
    auto next = at;
    auto const point = unicode::next(text, next);
    bool const word = is_word(point);
    if (!word && point != '.' && point != '-') break;
    if (!word && at == begin) break;
    at = next;
    if (word) end = at;
  }
  if (end > begin && end < text.size() && text[end] == ':') {
    auto port = end + 1;
    while (port < text.size() && port - end <= 5 && std::isdigit(static_cast<unsigned char>(text[port]))) ++port;
    if (port > end + 1) end = port;
  }
  return end;
}

TextEntity find_mention(std::string_view text, std::size_t at) {
  TextEntity mention{TextEntity::Kind::mention, at, at};
  auto const before = unicode::before(text, at);
  if (is_word(before) || before == '/' || before == '=') return mention;
  auto const name = name_end(text, at + 1);
  if (name == at + 1) return mention;
  mention.username_end = mention.end = name;
  if (name < text.size() && text[name] == '@') {
    auto const domain = domain_end(text, name + 1);
    if (domain > name + 1) mention.end = domain;
  }
  return mention;
}

std::size_t find_hashtag_end(std::string_view text, std::size_t at) {
  auto const before = unicode::before(text, at);
  if (is_word(before) || before == '/' || before == '=' || before == ')' || before == '#') return at;
  auto end = at + 1;
  auto position = end;
  bool letters = false;
  while (position < text.size()) {
    auto next = position;
    auto const point = unicode::next(text, next);
    bool const separator = is_hashtag_separator(point);
    if (!separator && !is_word(point)) break;
    if (separator && end == at + 1) break;
    position = next;
    if (!separator) {
      end = position;
      letters |= !unicode::is_digit(point);
    }
  }
  return letters ? end : at;
}

}  // namespace

std::vector<TextEntity> find_entities(std::string_view text) {
  using enum TextEntity::Kind;
  std::vector<TextEntity> found;
  std::size_t word_begin = 0;  // URLs begin where a word does
  for (std::size_t at = 0; at < text.size();) {
    TextEntity entity{url, at, at};
    char const c = text[at];
    if (c == '@') {
      entity = find_mention(text, at);
    } else if (c == '#') {
      entity = {hashtag, at, find_hashtag_end(text, at)};
    } else if (c == ':' && at > word_begin) {
      entity.begin = word_begin;
      entity.end = std::max(find_url_end(text, word_begin), word_begin);
    }
    if (entity.end > entity.begin) {
      found.push_back(entity);
      at = word_begin = entity.end;
      continue;
    }
    if (!std::isalpha(static_cast<unsigned char>(c))) {
      // "ａhttp://" is no word boundary either, nor is "@name.http://".
      bool const joins = is_name(c) || static_cast<unsigned char>(c) >= 0x80 || c == '@' || c == '#' || c == '$';
      ++at;
      if (!joins || static_cast<unsigned char>(c) >= 0x80) word_begin = at;
      continue;
    }
    ++at;
  }
  return found;
}

std::string handle_of(std::string_view mention) {
  std::string handle;
  auto const name = mention.substr(1, mention.find('@', 1) - 1);
  for (char const c : name) handle += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name.size() + 1 >= mention.size()) return handle;
  auto const domain = mention.substr(name.size() + 2);
  handle += '@';
  if (std::ranges::all_of(domain, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    for (char const c : domain) handle += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return handle;
  }
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::IDNA> const idna(icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, error));
  if (U_FAILURE(error)) return handle.append(domain);
  icu::UnicodeString ascii;
  icu::IDNAInfo info;
  idna->nameToASCII(icu::UnicodeString::fromUTF8({domain.data(), static_cast<std::int32_t>(domain.size())}), ascii,
                    info, error);
  if (U_FAILURE(error) || info.hasErrors()) return handle.append(domain);
  return ascii.toUTF8String(handle);
}

}  // namespace dunlin
