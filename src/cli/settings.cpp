#include "dunlin/store/settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/feed_access.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

using store::Registrations;

Registrations mode_of(std::string const& word) {
  if (word == "open") return Registrations::open;
  if (word == "approved") return Registrations::approved;
  if (word == "close") return Registrations::none;
  throw Failure(fmt::format("\"{}\" is none of open, approved, close", word));
}

int registrations(Context const& context) {
  auto const mode = mode_of(context.arguments.words[0]);
  bool const need_reason = context.arguments.has("require-reason");
  if (need_reason && mode != Registrations::approved)
    throw Failure("--require-reason belongs to \"approved\": only there somebody reads the reason");
  context.app.db.transact_blocking([&](db::Tx& tx) {
    store::settings::set_registrations(tx, mode);
    if (mode == Registrations::approved) store::settings::set_flag(tx, "require_invite_text", need_reason);
  });
  fmt::print("OK\n");
  return 0;
}

/// What an admin writes in words, and where it stands.
struct Text {
  std::string_view name;
  std::string store::Settings::* member;
};
constexpr std::array texts{
    Text{"site_title", &store::Settings::title},
    Text{"site_short_description", &store::Settings::short_description},
    Text{"site_extended_description", &store::Settings::extended_description},
    Text{"site_terms", &store::Settings::terms},
    Text{"site_contact_username", &store::Settings::contact_username},
    Text{"site_contact_email", &store::Settings::contact_email},
    Text{"closed_registrations_message", &store::Settings::closed_message},
    Text{"show_domain_blocks", &store::Settings::show_domain_blocks},
    Text{"show_domain_blocks_rationale", &store::Settings::show_domain_blocks_rationale},
};

bool is_feed(std::string const& name) {
  return std::ranges::find(store::feed_settings, std::string_view(name), &store::FeedSetting::name) !=
         store::feed_settings.end();
}

/// What an admin turns on or off.
struct Switch {
  std::string_view name;
  bool store::Settings::* member;
};
constexpr std::array switches{
    Switch{"trends", &store::Settings::trends},
    Switch{"trendable_by_default", &store::Settings::trendable_by_default},
};

int turn(Context const& context, std::string const& name, std::string const& word) {
  if (word != "true" && word != "false") throw Failure(fmt::format("{} is either true or false", name));
  context.app.db.transact_blocking([&](db::Tx& tx) { store::settings::set_flag(tx, name, word == "true"); });
  fmt::print("OK\n");
  return 0;
}

int set(Context const& context) {
  auto const& words = context.arguments.words;
  if (std::ranges::find(switches, std::string_view(words[0]), &Switch::name) != switches.end())
    return turn(context, words[0], words[1]);
  if (is_feed(words[0]) && !store::feed_access_from(words[1]))
    throw Failure(fmt::format("\"{}\" is none of public, authenticated, disabled", words[1]));
  if (!is_feed(words[0]) && std::ranges::find(texts, std::string_view(words[0]), &Text::name) == texts.end())
    throw Failure(fmt::format("there is no setting \"{}\"; dunlin settings show lists them", words[0]));
  context.app.db.transact_blocking([&](db::Tx& tx) { store::settings::set(tx, words[0], std::string_view(words[1])); });
  fmt::print("OK\n");
  return 0;
}

int show(Context const& context) {
  store::FeedAccesses feeds;
  auto const settings = context.app.db.read_blocking([&](db::Tx& tx) {
    feeds = store::feed_accesses(context.app.records, tx);
    return store::settings::read(tx);
  });
  fmt::print("registrations_mode = {}\n", store::to_text(settings.registrations));
  fmt::print("require_invite_text = {}\n", settings.registrations_need_reason);
  for (auto const& text : texts) fmt::print("{} = {}\n", text.name, settings.*text.member);
  for (auto const& feed : store::feed_settings) fmt::print("{} = {}\n", feed.name, store::to_text(feeds.*feed.member));
  for (auto const& one : switches) fmt::print("{} = {}\n", one.name, settings.*one.member);
  return 0;
}

}  // namespace

void add_settings(Commands& on) {
  on.push_back({"settings",
                "registrations",
                "open|approved|close",
                "Who may sign up: anybody, whom a moderator approves, nobody",
                {{"require-reason", "", "with \"approved\": the form asks why somebody wants to join"}},
                registrations});
  on.push_back({"settings", "show", "", "Print what can be set", {}, show});
  on.push_back({"settings",
                "set",
                "NAME VALUE",
                "Change a text such as site_title, whom a feed is open to, or what is true or false",
                {},
                set});
}

}  // namespace dunlin::cli
