#include "dunlin/domain/count.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

#include "entities.hpp"

namespace dunlin {
namespace {

std::size_t count_ascii(std::string_view text) {
  std::size_t count = text.size();
  for (auto at = text.find("\r\n"); at != std::string_view::npos; at = text.find("\r\n", at + 2)) --count;
  return count;
}

/// Opening an iterator reads rules from disk: one for each thread that counts.
icu::BreakIterator* characters() {
  thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  }();
  return iterator.get();
}

}  // namespace

std::size_t count_graphemes(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return count_ascii(text);
  auto* iterator = characters();
  if (!iterator) return text.size();
  UErrorCode error = U_ZERO_ERROR;
  UText source = UTEXT_INITIALIZER;
  utext_openUTF8(&source, text.data(), static_cast<std::int64_t>(text.size()), &error);
  iterator->setText(&source, error);
  std::size_t count = 0;
  while (U_SUCCESS(error) && iterator->next() != icu::BreakIterator::DONE) ++count;
  utext_close(&source);
  return count;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0, at = 0;
  for (auto const& entity : find_entities(text)) {
    if (entity.kind == TextEntity::Kind::hashtag) continue;
    count += count_graphemes(text.substr(at, entity.begin - at));
    count += entity.kind == TextEntity::Kind::url ? characters_per_url : entity.username_end - entity.begin;
    at = entity.end;
  }
  return count + count_graphemes(text.substr(at));
}

}  // namespace dunlin
