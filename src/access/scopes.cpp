#include "dunlin/access/scopes.hpp"

#include <algorithm>
#include <unordered_map>

namespace dunlin::access {

namespace {

/// The tree of behaviours.md: an umbrella word and what stands below it.
struct Branch {
  std::string_view umbrella;
  std::vector<std::string_view> leaves;
};

std::vector<Branch> const& branches() {
  static std::vector<Branch> const all{
      {"read",
       {"accounts", "blocks", "bookmarks", "collections", "favourites", "filters", "follows", "lists", "mutes",
        "notifications", "search", "statuses"}},
      {"write",
       {"accounts", "blocks", "bookmarks", "collections", "conversations", "favourites", "filters", "follows", "lists",
        "media", "mutes", "notifications", "reports", "statuses"}},
      {"admin:read",
       {"accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks",
        "canonical_email_blocks"}},
      {"admin:write",
       {"accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks",
        "canonical_email_blocks"}},
  };
  return all;
}

using Bits = std::bitset<Scopes::count>;

struct Vocabulary {
  std::vector<std::string> order;
  std::unordered_map<std::string_view, Bits> bits;  // with all that the word includes
  std::unordered_map<std::string_view, Bits> own;   // the word alone

  Vocabulary() {
    order.reserve(Scopes::count);  // the map's keys point into it
    std::size_t next = 0;
    auto const add = [&](std::string word, Bits const& meaning) {
      bits[order.emplace_back(std::move(word))] = meaning;
      own.try_emplace(order.back(), meaning);
    };
    auto const fresh = [&] { return Bits().set(next++); };

    add("profile", fresh());
    for (auto const& [umbrella, leaves] : branches()) {
      // The umbrella has a bit of its own: a row may ask for "read" itself, which no leaf satisfies.
      auto whole = fresh();
      auto const at = order.size();
      add(std::string(umbrella), whole);
      for (auto const leaf : leaves) {
        auto const bit = fresh();
        add(std::string(umbrella) + ":" + std::string(leaf), bit);
        whole |= bit;
      }
      bits[order[at]] = whole;
    }
    auto follow = fresh();
    own["follow"] = follow;
    for (auto const verb : {"read:", "write:"})
      for (auto const what : {"blocks", "follows", "mutes"}) follow |= bits.at(std::string(verb) + what);
    add("follow", follow);
    add("push", fresh());
  }
};

Vocabulary const& vocabulary() {
  static Vocabulary const all;
  return all;
}

/// Calls `each` with every word; false as soon as it says false.
template <class Each>
bool for_words(std::string_view text, Each each) {
  constexpr std::string_view separators = " +,\t\r\n";
  for (std::size_t at = text.find_first_not_of(separators); at != text.npos;) {
    auto const end = std::min(text.find_first_of(separators, at), text.size());
    if (!each(text.substr(at, end - at))) return false;
    at = text.find_first_not_of(separators, end);
  }
  return true;
}

}  // namespace

std::optional<Scopes> Scopes::parse(std::string_view words) {
  Scopes scopes;
  auto const known = for_words(words, [&](std::string_view word) {
    auto const found = vocabulary().bits.find(word);
    if (found == vocabulary().bits.end()) return false;
    scopes.bits_ |= found->second;
    return true;
  });
  if (!known) return std::nullopt;
  return scopes;
}

std::optional<Scopes> Scopes::needed(std::string_view words) {
  Scopes scopes;
  auto const known = for_words(words, [&](std::string_view word) {
    auto const found = vocabulary().own.find(word);
    if (found == vocabulary().own.end()) return false;
    scopes.bits_ |= found->second;
    return true;
  });
  if (!known) return std::nullopt;
  return scopes;
}

std::optional<std::vector<std::string>> Scopes::words(std::string_view text) {
  if (text.size() > longest_list) return std::nullopt;
  std::vector<std::string> words;
  auto const known = for_words(text, [&](std::string_view word) {
    if (std::ranges::find(words, word) == words.end()) words.emplace_back(word);
    return vocabulary().bits.contains(word);
  });
  if (!known) return std::nullopt;
  return words;
}

std::vector<std::string_view> Scopes::all_words() {
  return {vocabulary().order.begin(), vocabulary().order.end()};
}

std::string joined(std::span<std::string const> words) {
  std::string text;
  for (auto const& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace dunlin::access
