#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// One word as search knows it: case, width and accents folded away.
struct Word {
  std::string text;
  int position = 0;        // from 1; what follows each other in the text follows each other here
  bool beginning = false;  // of a query: any word that begins so is meant
  friend bool operator==(Word const&, Word const&) = default;
};

/// The words of plain text, at most `most`. Scripts that are written without spaces (Han, kana, hangul, Thai, Lao,
/// Khmer, Myanmar) become overlapping pairs of characters, so that any part of a sentence can be found, and the last
/// character of a run stands alone too. Never throws; linear in the text.
std::vector<Word> words_of(std::string_view text, std::size_t most);

/// The same of what somebody looks for: the words that have to follow each other for the text to stand in a status.
std::vector<Word> words_to_find(std::string_view text, std::size_t most);

}  // namespace dunlin
