#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/words.hpp"

namespace dunlin {

/// One condition of a search for statuses.
struct Condition {
  enum class Kind {
    words,     // follow each other in the text
    from,      // value: a handle, or "me"
    has,       // value: media, image, video, audio, link, poll …
    is,        // value: reply, sensitive, local
    language,  // value: a code
  };
  Kind kind = Kind::words;
  bool negated = false;
  std::vector<Word> words;
  std::string value;
};

/// What a query asks for. `before` and `after` bound the day of writing (UTC): written on `from_day` or later, before
/// `to_day`.
struct StatusQuery {
  enum class Scope {
    all,
    everybody,  // in:public
    library,    // in:library: what is the searcher's own business
  };
  Scope scope = Scope::all;
  std::vector<Condition> conditions;
  std::optional<std::chrono::sys_days> from_day, to_day;

  /// Nothing at all is asked for.
  bool empty() const { return conditions.empty() && !from_day && !to_day; }
};

/// Reads words, "phrases", -excluded ones, and the operators from: has: is: language: before: after: during: in:,
/// as Mastodon's search has them. What looks like an operator and is none is a word. Never throws.
StatusQuery parse_status_query(std::string_view text);

}  // namespace dunlin
