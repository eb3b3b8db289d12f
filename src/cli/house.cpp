// What an admin writes down for everybody here: rules, terms of service, announcements.
#include <fmt/core.h>

#include <charconv>

#include "dunlin/actions/announcements.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/house.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

std::int64_t id_in(std::string const& word) {
  std::int64_t id = 0;
  auto const read = std::from_chars(word.data(), word.data() + word.size(), id);
  if (read.ec != std::errc() || read.ptr != word.data() + word.size())
    throw Failure(fmt::format("\"{}\" is no id", word));
  return id;
}

int add_rule(Context const& context) {
  auto const id = context.app.db.transact_blocking([&](db::Tx& tx) {
    return store::house::add_rule(tx, context.arguments.words[0], context.arguments.value("hint").value_or(""),
                                  context.app.clock.now());
  });
  fmt::print("{}\n", id);
  return 0;
}

int list_rules(Context const& context) {
  auto const rules = context.app.db.read_blocking([](db::Tx& tx) { return store::house::rules(tx); });
  for (auto const& rule : rules) fmt::print("{}  {}\n", rule.id, rule.text);
  return 0;
}

int translate_rule(Context const& context) {
  auto const& words = context.arguments.words;
  bool const known = context.app.db.transact_blocking([&](db::Tx& tx) {
    return store::house::translate_rule(tx, id_in(words[0]), words[1],
                                        {words[2], context.arguments.value("hint").value_or("")});
  });
  if (!known) throw Failure("there is no such rule");
  fmt::print("OK\n");
  return 0;
}

int remove_rule(Context const& context) {
  bool const known = context.app.db.transact_blocking([&](db::Tx& tx) {
    return store::house::remove_rule(tx, id_in(context.arguments.words[0]), context.app.clock.now());
  });
  if (!known) throw Failure("there is no such rule");
  fmt::print("OK\n");
  return 0;
}

int put_terms(Context const& context) {
  auto const& words = context.arguments.words;
  auto const day = parse_rfc3339(words[0] + "T00:00:00Z");
  if (!day) throw Failure(fmt::format("\"{}\" is no day: write it as 2027-01-31", words[0]));
  context.app.db.transact_blocking([&](db::Tx& tx) {
    store::house::put_terms(tx, std::chrono::floor<std::chrono::days>(*day), words[1], context.app.clock.now());
  });
  fmt::print("OK\n");
  return 0;
}

std::optional<Timestamp> time_of(Context const& context, std::string_view option) {
  auto const text = context.arguments.value(option);
  if (!text) return std::nullopt;
  auto const when = parse_rfc3339(text->size() == 10 ? *text + "T00:00:00Z" : *text);
  if (!when) throw Failure(fmt::format("\"{}\" is no time: write it as 2027-01-31T18:00:00Z", *text));
  return when;
}

int announce(Context const& context) {
  auto const now = context.app.clock.now();
  Announcement announcement{.id = {},
                            .text = context.arguments.words[0],
                            .all_day = context.arguments.has("all-day"),
                            .starts_at = time_of(context, "starts"),
                            .ends_at = time_of(context, "ends"),
                            .published_at = now,
                            .updated_at = now};
  context.app.db.transact_blocking([&](db::Tx& tx) { actions::announce(context.app, tx, announcement); });
  fmt::print("{}\n", to_string(announcement.id));
  return 0;
}

int withdraw(Context const& context) {
  bool const known = context.app.db.transact_blocking([&](db::Tx& tx) {
    return actions::withdraw_announcement(context.app, tx, AnnouncementId{id_in(context.arguments.words[0])});
  });
  if (!known) throw Failure("there is no such announcement");
  fmt::print("OK\n");
  return 0;
}

}  // namespace

void add_house(Commands& on) {
  Option const hint{.name = "hint", .value = "TEXT", .about = "What it means, in more words"};
  on.push_back({"rules", "add", "TEXT", "Write down a rule; prints its id", {hint}, add_rule});
  on.push_back({"rules", "list", "", "Print the rules", {}, list_rules});
  on.push_back({"rules", "translate", "ID LANGUAGE TEXT", "Say a rule in another language", {hint}, translate_rule});
  on.push_back({"rules", "remove", "ID", "Strike a rule", {}, remove_rule});
  on.push_back({"terms", "set", "DAY TEXT", "Write down terms of service that hold from that day on", {}, put_terms});
  on.push_back({"announcements",
                "publish",
                "TEXT",
                "Tell all who sign in; prints its id",
                {{.name = "starts", .value = "TIME", .about = "When what it is about begins"},
                 {.name = "ends", .value = "TIME", .about = "When it is over, and no longer shown"},
                 {.name = "all-day", .value = "", .about = "It is about days, not hours"}},
                announce});
  on.push_back({"announcements", "remove", "ID", "Take an announcement back", {}, withdraw});
}

}  // namespace dunlin::cli
