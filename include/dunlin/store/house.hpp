#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What an admin writes down for everybody who uses this server: rules and terms of service.
namespace dunlin::store::house {

using db::Tx;

struct Rule {
  std::int64_t id = 0;
  std::string text, hint;
  struct Translation {
    std::string text, hint;
  };
  std::map<std::string, Translation> translations;  // by language
};
/// In the order they were written.
std::vector<Rule> rules(Tx& tx);
/// Whether each of these is or was a rule here.
bool knows_rules(Tx& tx, std::span<std::int64_t const> ids);
std::int64_t add_rule(Tx& tx, std::string_view text, std::string_view hint, Timestamp now);
/// False when there is no such rule.
bool translate_rule(Tx& tx, std::int64_t id, std::string_view language, Rule::Translation const& translation);
bool remove_rule(Tx& tx, std::int64_t id, Timestamp now);

struct Terms {
  std::chrono::sys_days effective;
  std::string text;
  std::optional<std::chrono::sys_days> succeeded_by;
};
/// Those in force on that day, or else the first that will be.
std::optional<Terms> terms(Tx& tx, std::chrono::sys_days today);
/// Those that come into force on that very day.
std::optional<Terms> terms_of(Tx& tx, std::chrono::sys_days effective);
void put_terms(Tx& tx, std::chrono::sys_days effective, std::string_view text, Timestamp now);

}  // namespace dunlin::store::house
