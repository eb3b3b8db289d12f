#include "dunlin/domain/words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uscript.h>

#include <utility>

#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_text_bytes = 64 * 1024;
constexpr std::size_t most_word_bytes = 64;

icu::UnicodeString normalised(icu::Normalizer2 const* by, icu::UnicodeString const& text) {
  UErrorCode error = U_ZERO_ERROR;
  auto result = by->normalize(text, error);
  return U_SUCCESS(error) ? result : text;
}

/// Marks that readers leave out when they type: accents of Latin, Greek and Cyrillic letters, points of Hebrew and
/// Arabic. Those of other scripts make other letters.
bool is_accent(UChar32 point) {
  return (point >= 0x300 && point <= 0x36F) || (point >= 0x591 && point <= 0x5C7) || (point >= 0x64B && point <= 0x65F);
}

/// Lower case, one width, without accents.
std::string folded(std::string_view text) {
  static UErrorCode error = U_ZERO_ERROR;
  static auto const* const fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  static auto const* const apart = icu::Normalizer2::getNFDInstance(error);
  static auto const* const together = icu::Normalizer2::getNFCInstance(error);
  auto const piece = icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
  auto const decomposed = normalised(apart, normalised(fold, icu::UnicodeString::fromUTF8(piece)));
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1))
    if (auto const point = decomposed.char32At(at); !is_accent(point)) kept.append(point);
  std::string result;
  normalised(together, kept).toUTF8String(result);
  return result;
}

bool has_no_spaces(char32_t point) {
  if (point < 0xE00) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(point), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return point == U'ー' || point == U'々';
  }
}

bool is_apostrophe(char32_t point) {
  return point == '\'' || point == U'’';
}

class WordReading {
 public:
  WordReading(std::string_view text, std::size_t most, bool is_query)
      : text_(folded(unicode::prefix(text, most_text_bytes))), most_(most), is_query_(is_query) {}

  std::vector<Word> run() {
    std::size_t at = 0;
    while (at < text_.size() && words_.size() < most_) {
      auto const point = unicode::next(text_, at);
      if (has_no_spaces(point)) {
        end_word();
        run_.push_back(point);
        continue;
      }
      end_run();
      if (unicode::is_word(point) && point != '_')
        unicode::append(word_, point);
      else if (!is_apostrophe(point))  // "don't" is one word
        end_word();
    }
    end_word();
    end_run();
    return std::move(words_);
  }

 private:
  void add(std::string text, bool beginning = false) {
    if (words_.size() < most_) words_.push_back({std::move(text), ++position_, beginning});
  }
  void end_word() {
    if (word_.empty()) return;
    add(std::string(unicode::prefix(word_, most_word_bytes)));
    word_.clear();
  }
  void end_run() {
    if (run_.empty()) return;
    for (std::size_t i = 0; i + 1 < run_.size(); ++i) {
      std::string pair;
      unicode::append(pair, run_[i]);
      unicode::append(pair, run_[i + 1]);
      add(std::move(pair));
    }
    // A text ends in a single character, so that it can be found by it; who looks for a single one means any pair
    // that begins with it.
    if (!is_query_ || run_.size() == 1) {
      std::string last;
      unicode::append(last, run_.back());
      add(std::move(last), is_query_);
    }
    run_.clear();
  }

  std::string const text_;
  std::size_t const most_;
  bool const is_query_;
  std::string word_;
  std::u32string run_;
  std::vector<Word> words_;
  int position_ = 0;
};

}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t most) {
  return WordReading(text, most, false).run();
}

std::vector<Word> words_to_find(std::string_view text, std::size_t most) {
  return WordReading(text, most, true).run();
}

}  // namespace dunlin
