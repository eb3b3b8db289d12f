#include "dunlin/domain/status_query.hpp"
#include "dunlin/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "unicode.hpp"

namespace dunlin {
namespace {

constexpr std::size_t most_conditions = 20;
constexpr std::size_t most_words = 20;  // of one condition

std::optional<std::chrono::sys_days> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const number = [&](std::size_t at, std::size_t count) {
    int value = -1;
    auto const* const end = text.data() + at + count;
    return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
  };
  std::chrono::year_month_day const day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  // Ids are times from 1970 on.
  if (!day.ok() || day.year() < std::chrono::year(1970)) return std::nullopt;
  return std::chrono::sys_days(day);
}

/// One word of the query with what stands before it: -name:"value".
struct Token {
  bool negated = false;
  std::string name;  // empty: no operator
  std::string value;
};

class QueryReading {
 public:
  explicit QueryReading(std::string_view text) : text_(text) {}

  StatusQuery run() {
    while (auto const token = next()) {
      if (query_.conditions.size() >= most_conditions) break;
      if (token->name.empty() || !apply(*token)) add_words(*token);
    }
    return std::move(query_);
  }

 private:
  bool at_space() const {
    auto at = at_;
    return unicode::is_space(unicode::next(text_, at));
  }
  std::string quoted() {
    auto const close = text_.find('"', ++at_);
    auto const end = std::min(close, text_.size());
    std::string value(text_.substr(at_, end - at_));
    at_ = std::min(end + 1, text_.size());
    return value;
  }
  std::optional<Token> next() {
    while (at_ < text_.size() && at_space()) unicode::next(text_, at_);
    if (at_ >= text_.size()) return std::nullopt;
    Token token;
    if ((text_[at_] == '-' || text_[at_] == '+') && at_ + 1 < text_.size()) token.negated = text_[at_++] == '-';
    if (text_[at_] == '"') {
      token.value = quoted();
      return token;
    }
    std::string plain;
    while (at_ < text_.size() && !at_space()) {
      if (text_[at_] == '"' && plain.ends_with(':')) {
        token.name = ascii_lower(std::string_view(plain).substr(0, plain.size() - 1));
        token.value = quoted();
        return token;
      }
      unicode::append(plain, unicode::next(text_, at_));
    }
    if (auto const colon = plain.find(':'); colon != plain.npos && colon > 0 && colon + 1 < plain.size()) {
      token.name = ascii_lower(std::string_view(plain).substr(0, colon));
      token.value = plain.substr(colon + 1);
    } else {
      token.value = plain;
    }
    return token;
  }

  bool apply(Token const& token) {
    using Kind = Condition::Kind;
    if (token.name == "from") return add({Kind::from, token.negated, {}, token.value});
    if (token.name == "has") return add({Kind::has, token.negated, {}, ascii_lower(token.value)});
    if (token.name == "is") return add({Kind::is, token.negated, {}, ascii_lower(token.value)});
    if (token.name == "language") return add({Kind::language, token.negated, {}, ascii_lower(token.value)});
    if (token.name == "in") return set_scope(ascii_lower(token.value));
    if (token.name == "before" || token.name == "after" || token.name == "during") return set_days(token);
    return false;
  }
  bool add(Condition condition) {
    query_.conditions.push_back(std::move(condition));
    return true;
  }
  bool set_scope(std::string const& value) {
    if (value == "all")
      query_.scope = StatusQuery::Scope::all;
    else if (value == "public")
      query_.scope = StatusQuery::Scope::everybody;
    else if (value == "library")
      query_.scope = StatusQuery::Scope::library;
    else
      return false;
    return true;
  }
  bool set_days(Token const& token) {
    auto const day = read_day(token.value);
    if (!day || token.negated) return false;
    auto const next_day = *day + std::chrono::days(1);
    if (token.name == "before")
      narrow({}, *day);
    else if (token.name == "after")
      narrow(next_day, {});
    else
      narrow(*day, next_day);
    return true;
  }
  void narrow(std::optional<std::chrono::sys_days> from, std::optional<std::chrono::sys_days> to) {
    if (from) query_.from_day = query_.from_day ? std::max(*query_.from_day, *from) : *from;
    if (to) query_.to_day = query_.to_day ? std::min(*query_.to_day, *to) : *to;
  }
  void add_words(Token const& token) {
    auto words = words_to_find(token.name.empty() ? token.value : token.name + " " + token.value, most_words);
    if (!words.empty()) add({Condition::Kind::words, token.negated, std::move(words), {}});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  StatusQuery query_;
};

}  // namespace

StatusQuery parse_status_query(std::string_view text) {
  return QueryReading(text).run();
}

}  // namespace dunlin
