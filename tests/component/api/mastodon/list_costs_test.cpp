// Walks every list of the API over a small world and over one forty times as large, and counts what it asks the
// database: the same for both.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/notify.hpp"
#include "dunlin/store/records.hpp"
#include "server/routes.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;

/// What a long page names may stand outside of it, and is then asked for, once for all of it: a quoted post, its
/// author.
constexpr std::int64_t most_for_others = 3;

/// `me` has friends; each of them does everything that some list shows.
struct ListCosts : test::PostingTest {
  ListCosts() {
    me = app.local("me", "read write follow push", [](Account& account) { account.discoverable = true; });
    begin = ask("POST", "/api/v1/statuses", me, {{"status", "begin #walk"}})["id"];
    list_id = ask("POST", "/api/v1/lists", me, {{"title", "list"}})["id"];
    collection = ask("POST", "/api/v1/collections", me, {{"name", "all"}, {"discoverable", true}})["collection"]["id"];
  }

  void add_friend() {
    auto const number = std::to_string(++friends);
    auto const who =
        app.local("friend" + number, "read write follow push", [](Account& account) { account.discoverable = true; });
    auto const id = to_string(who.account.id), on = "/api/v1/accounts/" + id;
    ask("POST", on + "/follow", me);
    ask("POST", "/api/v1/accounts/" + to_string(me.account.id) + "/follow", who);
    auto const open = write(who, "open #walk @me words", "public");
    write(who, "@me psst", "direct");
    auto const begun = "/api/v1/statuses/" + begin;
    for (auto const* deed : {"/favourite", "/reblog"}) ask("POST", begun + deed, who);
    ask("POST", "/api/v1/statuses", who, {{"status", "look"}, {"quoted_status_id", begin}});
    for (auto const* deed : {"/favourite", "/bookmark"}) ask("POST", "/api/v1/statuses/" + open + deed, me);
    ask("POST", "/api/v1/lists/" + list_id + "/accounts", me, {{"account_ids", {id}}});
    ask("POST", on + "/endorse", me);
    ask("POST", "/api/v1/tags/walk" + number + "/follow", me);
    ask("POST", "/api/v1/domain_blocks", me, {{"domain", "away" + number + ".example"}});
    ask("POST", "/api/v2/filters", me,
        {{"title", "f"}, {"context", {"home"}}, {"keywords_attributes", {{{"keyword", "k" + number}}}}});
    auto const stranger = app.local("stranger" + number);
    write(stranger, "@me are you there?", "public");
    auto const theirs = "/api/v1/accounts/" + to_string(stranger.account.id);
    ask("POST", theirs + (friends % 2 == 0 ? "/mute" : "/block"), me);
    app.run_jobs();
  }

  std::string write(test::Login const& who, std::string const& text, std::string const& visibility) {
    return ask("POST", "/api/v1/statuses", who,
               {{"status", text}, {"visibility", visibility}, {"in_reply_to_id", begin}})["id"];
  }
  json ask(std::string_view method, std::string const& target, test::Login const& who, json const& body = {}) {
    app.clock().advance(std::chrono::seconds(1));
    auto const reply = app.send(app.request(method, target, who.token, body.is_null() ? "{}" : body.dump()));
    EXPECT_EQ(reply.status, 200) << method << " " << target << " " << reply.body;
    return json::parse(reply.body, nullptr, false);
  }

  /// Every GET row below /api about `me`, what I wrote and what I keep.
  std::vector<std::string> targets() const {
    access::Routes routes;
    server::add_routes(routes);
    std::map<std::string, std::string> const places{{"/accounts/", to_string(me.account.id)},
                                                    {"/statuses/", begin},
                                                    {"/lists/", list_id},
                                                    {"/list/", list_id},
                                                    {"/collections/", collection},
                                                    {"/tag/", "walk"},
                                                    {"/tags/", "walk"}};
    std::vector<std::string> found;
    for (auto const& row : routes.rows()) {
      if (row.method != "GET" || !row.path.starts_with("/api/") || row.path.contains("/streaming")) continue;
      auto const colon = row.path.find(':');
      if (colon == std::string::npos) {
        found.push_back(row.path);
        continue;
      }
      auto const end = std::min(row.path.find('/', colon), row.path.size());
      for (auto const& [front, value] : places)
        if (row.path.substr(0, colon).ends_with(front) && !row.path.substr(end).contains(':'))
          found.push_back(row.path.substr(0, colon) + value + row.path.substr(end));
    }
    for (auto const* query : {"/api/v2/search?q=words", "/api/v2/search?q=friend", "/api/v1/accounts/search?q=friend",
                              "/api/v1/notifications?include_filtered=true"})
      found.emplace_back(query);
    return found;
  }

  struct Cost {
    std::int64_t statements = 0;
    std::size_t bytes = 0;
  };
  /// What each costs while nothing of it is in memory. Jobs ask the database now and then, so the least of a few
  /// counts.
  std::map<std::string, Cost> costs() {
    std::map<std::string, Cost> all;
    for (auto const& target : targets())
      for (int i = 0; i < 3; ++i) {
        app.app().records.clear();
        app.get("/api/v1/accounts/verify_credentials", me.token);  // so that the token is known
        auto const before = app.statements();
        auto const reply = app.get(target + (target.contains('?') ? "&limit=40" : "?limit=40"), me.token);
        auto const cost = app.statements() - before;
        EXPECT_LT(reply.status, 500) << target;
        if (reply.status != 200) continue;
        auto const [at, is_new] = all.try_emplace(target, cost, reply.body.size());
        if (!is_new) at->second.statements = std::min(at->second.statements, cost);
      }
    return all;
  }

  test::Login me;
  std::string begin, list_id, collection;
  int friends = 0;
};

TEST_F(ListCosts, AreTheSameForFortyAsForTwo) {
  for (int i = 0; i < 2; ++i) add_friend();  // one of each that is dealt with in turns
  auto const few = costs();
  while (friends < 40) add_friend();
  auto const many = costs();
  std::size_t longer = 0;
  for (auto const& [target, cost] : many) {
    auto const former = few.find(target);
    if (former == few.end()) continue;
    if (cost.bytes > former->second.bytes * 5) ++longer;
    EXPECT_LE(cost.statements, former->second.statements + most_for_others) << target;
  }
  EXPECT_GE(longer, 20U) << "the world hardly grew";
}

}  // namespace
}  // namespace dunlin
