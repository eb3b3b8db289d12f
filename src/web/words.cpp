#include "words.hpp"

#include <unicode/listformatter.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "dunlin/base/ascii.hpp"
#include "files.hpp"

namespace dunlin::web {

struct Catalogue {
  std::string language;
  std::map<std::string, std::string, std::less<>> messages;
  std::unique_ptr<icu::PluralRules> plurals;
};

namespace {

constexpr std::string_view catalogues_below = "messages/", catalogue_ending = ".json";
constexpr std::array<std::string_view, 5> from_right_to_left{"ar", "he", "fa", "ur", "ckb"};
constexpr std::size_t most_wanted = 16;

Catalogue read_catalogue(File const& file) {
  Catalogue catalogue;
  catalogue.language =
      file.name.substr(catalogues_below.size(), file.name.size() - catalogues_below.size() - catalogue_ending.size());
  catalogue.messages = nlohmann::json::parse(file.bytes).get<decltype(catalogue.messages)>();
  UErrorCode error = U_ZERO_ERROR;
  catalogue.plurals.reset(icu::PluralRules::forLocale(icu::Locale(catalogue.language.c_str()), error));
  if (U_FAILURE(error) || !catalogue.plurals) throw std::logic_error("no plurals of " + catalogue.language);
  return catalogue;
}

/// All that were compiled in; they live as long as the process.
class Library {
 public:
  Library() {
    for (auto const& file : files())
      if (file.name.starts_with(catalogues_below)) catalogues_.push_back(read_catalogue(file));
    auto const& english = *std::ranges::find(catalogues_, "en", &Catalogue::language);
    for (auto const& catalogue : catalogues_) words_.emplace(catalogue.language, Words(catalogue, english));
  }
  Words const* find(std::string_view language) const {
    auto const at = words_.find(language);
    return at == words_.end() ? nullptr : &at->second;
  }

 private:
  std::vector<Catalogue> catalogues_;
  std::map<std::string, Words, std::less<>> words_;
};

Library const& library() {
  static Library const all;
  return all;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Its weight in thousandths: "de;q=0.8" is 800.
int weight(std::string_view parameters) {
  auto const at = parameters.find("q=");
  if (at == parameters.npos) return 1000;
  auto const text = without_blanks(parameters.substr(at + 2));
  if (text.starts_with("1")) return 1000;
  if (!text.starts_with("0")) return 0;
  int value = 0, digits = 0;
  for (auto const c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9' || digits == 3) break;
    value = value * 10 + (c - '0');
    ++digits;
  }
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

/// The end of the brace that opens at this place.
std::size_t closing(std::string_view text, std::size_t from) {
  int depth = 0;
  for (auto at = from; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  throw std::logic_error("message: { without }");
}

}  // namespace

std::string_view Words::language() const {
  return own_->language;
}

std::string_view Words::direction() const {
  return std::ranges::find(from_right_to_left, std::string_view(own_->language)) != from_right_to_left.end() ? "rtl"
                                                                                                             : "ltr";
}

std::string_view Words::choose(std::string_view options, std::string const& count) const {
  double number = 0;
  std::from_chars(count.data(), count.data() + count.size(), number);
  std::string category;
  own_->plurals->select(number).toUTF8String(category);
  std::string_view chosen, other;
  for (std::size_t at = 0;;) {
    auto const open = options.find('{', at);
    if (open == options.npos) break;
    auto const end = closing(options, open);
    auto const name = without_blanks(options.substr(at, open - at)), text = options.substr(open + 1, end - open - 1);
    if (name == "=" + count) return text;
    if (name == category) chosen = text;
    if (name == "other") other = text;
    at = end + 1;
  }
  return chosen.data() ? chosen : other;
}

std::string Words::format(std::string_view message, ValueOf const& value_of) const {
  std::string out;
  for (std::size_t at = 0;;) {
    auto const open = message.find('{', at);
    out += message.substr(at, open - at);
    if (open == message.npos) return out;
    auto const end = closing(message, open);
    auto const inside = message.substr(open + 1, end - open - 1);
    auto const comma = inside.find(',');
    auto const value = value_of(without_blanks(inside.substr(0, comma)));
    if (comma == inside.npos) {
      out += value;
    } else {
      auto const options = inside.substr(std::min(inside.find(',', comma + 1), inside.size() - 1) + 1);
      // The sign stands for the count only where the message has it, not in what is filled in.
      std::string text(choose(options, value));
      for (auto sign = text.find('#'); sign != text.npos; sign = text.find('#', sign + value.size()))
        text.replace(sign, 1, value);
      out += format(text, value_of);
    }
    at = end + 1;
  }
}

std::string Words::say(std::string_view key, ValueOf const& value_of) const {
  for (auto const* catalogue : {own_, english_})
    if (auto const found = catalogue->messages.find(key); found != catalogue->messages.end())
      return format(found->second, value_of);
  throw std::logic_error("no message " + std::string(key));
}

std::string Words::say(std::string_view key,
                       std::initializer_list<std::pair<std::string_view, std::string_view>> values) const {
  return say(key, [&](std::string_view name) {
    auto const found = std::ranges::find(values, name, &std::pair<std::string_view, std::string_view>::first);
    if (found == values.end()) throw std::logic_error("message: no value for " + std::string(name));
    return std::string(found->second);
  });
}

std::string Words::listed(std::vector<std::string> const& things) const {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::ListFormatter> const formatter(
      icu::ListFormatter::createInstance(icu::Locale(own_->language.c_str()), error));
  std::vector<icu::UnicodeString> texts;
  for (auto const& thing : things) texts.push_back(icu::UnicodeString::fromUTF8(thing));
  icu::UnicodeString all;
  std::string text;
  if (U_SUCCESS(error)) formatter->format(texts.data(), static_cast<std::int32_t>(texts.size()), all, error);
  if (U_FAILURE(error)) throw std::logic_error("cannot list in " + own_->language);
  return all.toUTF8String(text);
}

Words const& words_in(std::string_view language) {
  auto const* const found = library().find(language.substr(0, language.find_first_of("-_")));
  return found ? *found : *library().find("en");
}

Words const& words_for(http::Request const& request) {
  auto header = request.header("accept-language");
  Words const* best = nullptr;
  int best_weight = 0;
  for (std::size_t count = 0; !header.empty() && count < most_wanted; ++count) {
    auto const comma = header.find(',');
    auto const one = header.substr(0, comma);
    header = comma == header.npos ? std::string_view() : header.substr(comma + 1);
    auto const semicolon = one.find(';');
    auto const name = ascii_lower(without_blanks(one.substr(0, semicolon)));
    auto const* const known = library().find(std::string_view(name).substr(0, name.find('-')));
    auto const q = weight(semicolon == one.npos ? std::string_view() : one.substr(semicolon));
    if (known && q > best_weight) {
      best = known;
      best_weight = q;
    }
  }
  return best ? *best : words_in("en");
}

}  // namespace dunlin::web
