// What this server says of itself.
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/census.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/settings.hpp"
#include "entities/account.hpp"
#include "entities/instance.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

// Settings that change are shown at once; counts, no older than this.
constexpr auto kept_for = std::chrono::minutes(1);
constexpr std::size_t time_digits = 13;
constexpr char const* kept_by_clients = "max-age=300, public, stale-while-revalidate=30, stale-if-error=86400";

Reply reply(std::string body) {
  return access::json(std::move(body)).with("Cache-Control", kept_by_clients);
}

/// A document with the time it was made in front, as app.records keeps it.
std::optional<Reply> from_memory(Call const& call, std::string const& name) {
  auto const piece = call.app.records.pieces.find(name);
  if (!piece || piece->size() < time_digits) return std::nullopt;
  std::int64_t made = 0;
  std::from_chars(piece->data(), piece->data() + time_digits, made);
  if (call.app.clock.now() - Timestamp(Duration(made)) > kept_for) return std::nullopt;
  return reply(piece->substr(time_digits));
}

Reply keep(Call const& call, std::string const& name, std::string body, std::uint64_t stamp) {
  auto text = std::to_string(call.app.clock.now().time_since_epoch().count());
  if (text.size() == time_digits) {
    auto piece = std::make_shared<std::string const>(text + body);
    call.app.records.pieces.put(name, piece, piece->size(), stamp);
  }
  return reply(std::move(body));
}

// Since the second version is there (Mastodon 4.0.0, 2022-11-14): RFC 9745.
constexpr char const* v1_deprecated = "@1668384000";

constexpr char const* v1_name = "instance:v1";
constexpr char const* v2_name = "instance:v2";
constexpr char const* peers_name = "instance:peers";
constexpr char const* activity_name = "instance:activity";
constexpr int weeks_shown = 12;

entities::InstanceFacts read_facts(Call const& call, Tx& tx) {
  entities::InstanceFacts facts{.settings = store::settings::read(tx),
                                .census = store::census::take(tx, call.app.clock.now()),
                                .feeds = store::feed_accesses(call.app.records, tx),
                                .contact = "null",
                                .rules = entities::rules(store::house::rules(tx))};
  if (!facts.settings.contact_username.empty())
    if (auto const account = store::accounts::by_handle(tx, facts.settings.contact_username, ""))
      facts.contact = entities::render_account(call.app, *account);
  return facts;
}

Reply v1(Call const& call, Tx& tx) {
  auto const stamp = call.app.records.pieces.stamp();
  return keep(call, v1_name, entities::v1_instance(call.app, read_facts(call, tx)), stamp)
      .with("Deprecation", v1_deprecated);
}

Reply v2(Call const& call, Tx& tx) {
  auto const stamp = call.app.records.pieces.stamp();
  return keep(call, v2_name, entities::instance(call.app, read_facts(call, tx)), stamp);
}

Reply peers(Call const& call, Tx& tx) {
  auto const stamp = call.app.records.pieces.stamp();
  JsonWriter json;
  json.array([&] {
    for (auto const& domain : store::census::domains(tx)) json.value(domain);
  });
  return keep(call, peers_name, json.take(), stamp);
}

// Counts a quarter of a year: anybody may ask, so it is counted once a minute at most.
Reply activity(Call const& call, Tx& tx) {
  auto const stamp = call.app.records.pieces.stamp();
  JsonWriter json;
  json.array([&] {
    for (auto const& week : store::census::weeks(tx, call.app.clock.now(), weeks_shown))
      json.object([&] {
        json.member("week", std::to_string(week.start));
        json.member("statuses", std::to_string(week.statuses));
        json.member("logins", std::to_string(week.people));
        json.member("registrations", std::to_string(week.sign_ups));
      });
  });
  return keep(call, activity_name, json.take(), stamp);
}

Reply rules(Call const&, Tx& tx) {
  return reply(entities::rules(store::house::rules(tx)));
}

/// "2026-11-22T23:25:24Z".
std::string in_seconds(Timestamp when) {
  return iso8601(when).substr(0, 19) + "Z";
}

std::string as_html(Call const& call, std::string_view text) {
  return format(text, {.base_url = call.app.config.base_url(), .resolve = [](auto const&) { return std::nullopt; }})
      .text();
}

Reply extended_description(Call const& call, Tx& tx) {
  auto const settings = store::settings::read(tx);
  auto const when = store::settings::changed_at(tx, "site_extended_description");
  JsonWriter json;
  json.object([&] {
    json.key("updated_at");
    if (when)
      json.value(in_seconds(*when));
    else
      json.value(nullptr);
    json.member("content", as_html(call, settings.extended_description));
  });
  return reply(json.take());
}

constexpr std::string_view default_privacy_policy =
    "This server keeps what you give it: your e-mail address, your profile, what you post, and whom you follow. "
    "Public posts can be read by everybody; posts for followers and direct messages are delivered to the servers of "
    "the people they are for.\n\n"
    "Addresses from which you sign in are kept so that you can recognise sessions that are not yours. Nothing is "
    "sold, and nothing is shown to advertisers.\n\n"
    "Deleting a post asks other servers to delete their copies; whether they do is up to them.";

Reply privacy_policy(Call const& call, Tx& tx) {
  auto const settings = store::settings::read(tx);
  // The text that comes with the server is as old as the software.
  constexpr Timestamp written{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  auto const when = store::settings::changed_at(tx, "site_terms").value_or(written);
  JsonWriter json;
  json.object([&] {
    json.member("updated_at", in_seconds(when));
    json.member("content",
                as_html(call, settings.terms.empty() ? default_privacy_policy : std::string_view(settings.terms)));
  });
  return reply(json.take());
}

}  // namespace

void add_instance(access::Routes& on) {
  auto const open = [](access::MemoryHandler memory) {
    return access::Rules{.who = access::Who::nobody, .from_memory = memory};
  };
  on.get("/api/v1/instance", v1, open([](Call const& call) {
           auto known = from_memory(call, v1_name);
           if (known) known->with("Deprecation", v1_deprecated);
           return known;
         }));
  on.get("/api/v2/instance", v2, open([](Call const& call) { return from_memory(call, v2_name); }));
  on.get("/api/v1/instance/peers", peers, open([](Call const& call) { return from_memory(call, peers_name); }));
  on.get("/api/v1/instance/activity", activity,
         open([](Call const& call) { return from_memory(call, activity_name); }));
  on.get("/api/v1/instance/rules", rules, open(nullptr));
  on.get("/api/v1/instance/extended_description", extended_description, open(nullptr));
  on.get("/api/v1/instance/privacy_policy", privacy_policy, open(nullptr));
  add_instance_facts(on);
}

}  // namespace dunlin::api::mastodon
