// What one did in a year (AnnualReports, schema version 2).
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/annual_reports.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/annual_reports.hpp"
#include "entities/account.hpp"
#include "entities/or_null.hpp"
#include "entities/status.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
using store::annual_reports::Facts;
using store::annual_reports::Report;

constexpr int schema_version = 2;
constexpr std::int64_t few = 5;  // who does less in a year is one who reads

int year_at(Call const& call) {
  auto const text = call.at("year");
  int year = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), year);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || year < 1970 || year > 9999) throw not_found();
  return year;
}

std::string_view archetype(Facts const& facts) {
  if (facts.posts + facts.replies + facts.boosts < few) return "lurker";
  if (facts.boosts > 2 * (facts.posts + facts.replies)) return "booster";
  return facts.replies > facts.posts ? "replier" : "oracle";
}

void write_data(JsonWriter& json, Facts const& facts) {
  json.member("archetype", archetype(facts));
  json.array_member("time_series", [&] {
    int number = 0;
    for (auto const& month : facts.months)
      json.object([&] {
        json.member("month", ++number);
        json.member("statuses", month.statuses);
        json.member("followers", month.followers);
        json.member("following", month.following);
      });
  });
  json.array_member("top_hashtags", [&] {
    for (auto const& tag : facts.hashtags)
      json.object([&] {
        json.member("name", tag.name);
        json.member("count", tag.count);
      });
  });
  json.object_member("top_statuses", [&] {
    entities::write_or_null(json, "by_reblogs", facts.most_boosted);
    entities::write_or_null(json, "by_favourites", facts.most_favourited);
    entities::write_or_null(json, "by_replies", facts.most_answered);
  });
}

Reply show(Call const& call, Tx& tx, std::vector<Report> const& reports) {
  std::vector<StatusId> ids;
  for (auto const& report : reports)
    for (auto const id : {report.facts.most_boosted, report.facts.most_favourited, report.facts.most_answered})
      if (id && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  JsonWriter json;
  json.object([&] {
    json.array_member("annual_reports", [&] {
      for (auto const& report : reports)
        json.object([&] {
          json.member("year", report.year);
          json.object_member("data", [&] { write_data(json, report.facts); });
          json.member("schema_version", schema_version);
          json.member("share_url", nullptr);
          json.member("account_id", call.viewer());
        });
    });
    json.key("accounts");
    json.raw(reports.empty() ? "[]" : entities::account_list(call.app, tx, std::array{call.viewer()}));
    json.key("statuses");
    json.raw(entities::status_list(call.app, tx, call.viewer(), ids).json);
  });
  return access::json(json.take());
}

Reply list(Call const& call, Tx& tx) {
  return show(call, tx, store::annual_reports::all(tx, call.viewer()));
}

Reply one(Call const& call, Tx& tx) {
  auto report = store::annual_reports::find(tx, call.viewer(), year_at(call));
  if (!report) throw not_found();
  return show(call, tx, {std::move(*report)});
}

Reply generate(Call const& call, Tx& tx) {
  auto reply = access::json("{}");
  if (actions::ask_for_report(call.app, tx, call.viewer(), year_at(call))) reply.status = 202;
  return reply;
}

Reply read(Call const& call, Tx& tx) {
  if (!store::annual_reports::mark_read(tx, call.viewer(), year_at(call), call.app.clock.now())) throw not_found();
  return access::json("{}");
}

Reply state(Call const& call, Tx& tx) {
  auto const year = year_at(call);
  auto const* const word = store::annual_reports::find(tx, call.viewer(), year)    ? "available"
                           : actions::is_report_season(call.app.clock.now(), year) ? "eligible"
                                                                                   : "ineligible";
  JsonWriter json;
  json.object([&] { json.member("state", word); });
  return access::json(json.take());
}

}  // namespace

void add_annual_reports(access::Routes& on) {
  on.get("/api/v1/annual_reports", list, {.needs = "read:accounts"});
  on.get("/api/v1/annual_reports/:year", one, {.needs = "read:accounts"});
  on.get("/api/v1/annual_reports/:year/state", state, {.needs = "read:accounts"});
  on.post("/api/v1/annual_reports/:year/generate", generate, {.needs = "write:accounts"});
  on.post("/api/v1/annual_reports/:year/read", read, {.needs = "write:accounts"});
}

}  // namespace dunlin::api::mastodon
