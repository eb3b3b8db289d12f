// Every answer that a route gives fits the contract's schema for it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/answers.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;

/// A small world that has one of everything an answer can show.
class Answers : public AnswersTest {
 protected:
  Answers() {
    ask("POST", "/api/v1/accounts/" + id(bob) + "/follow", alice);
    ask("POST", "/api/v1/accounts/" + id(alice) + "/follow", bob);
    ask("POST", "/api/v1/accounts/" + id(dave) + "/follow", alice);
    status =
        write(alice, {{"status", "Hello @bob, a #Tag and https://example.org/page"}, {"spoiler_text", "greeting"}});
    reply = write(bob, {{"status", "@alice And to you"}, {"in_reply_to_id", status}});
    ask("POST", "/api/v1/statuses/" + status + "/favourite", bob);
    ask("POST", "/api/v1/statuses/" + status + "/reblog", bob);
    ask("POST", "/api/v1/statuses/" + status + "/bookmark", alice);
    ask("POST", "/api/v1/statuses/" + status + "/pin", alice);
    ask("PUT", "/api/v1/statuses/" + reply, bob, R"({"status": "@alice And to you, too"})");
    app.run_jobs();
  }

  std::string write(Login const& author, json const& draft) {
    return ask("POST", "/api/v1/statuses", author, draft.dump()).value("id", "");
  }

  Login alice = app.local("alice", "read write follow push profile");
  Login bob = app.local("bob");
  Login dave = app.local("dave", "read write follow", [](Account& account) { account.locked = true; });
  std::string status, reply;
};

TEST_F(Answers, OfAccountsFit) {
  expect_fits("CredentialAccount", "GET", "/api/v1/accounts/verify_credentials", alice);
  expect_fits("CredentialAccount", "PATCH", "/api/v1/accounts/update_credentials", alice,
              R"({"display_name": "Alice", "fields_attributes": [{"name": "Home", "value": "https://example.org"}]})");
  expect_fits("Account", "GET", "/api/v1/accounts/" + id(bob), alice);
  expect_fits("Account", "GET", "/api/v1/accounts/lookup?acct=bob", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/accounts/search?q=bob", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/accounts/" + id(alice) + "/followers", bob);
  expect_fits("Array<Account>", "GET", "/api/v1/accounts/" + id(alice) + "/following", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/accounts/" + id(alice) + "/statuses", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/accounts/" + id(alice) + "/statuses?pinned=true", bob);
  expect_fits("Array<Relationship>", "GET", "/api/v1/accounts/relationships?id[]=" + id(bob), alice);
  expect_fits("Preferences", "GET", "/api/v1/preferences", alice);
}

TEST_F(Answers, OfRelationsFit) {
  expect_fits("Array<Account>", "GET", "/api/v1/follow_requests", dave);
  ask("POST", "/api/v1/accounts/" + id(dave) + "/follow", bob);
  expect_fits("Relationship", "POST", "/api/v1/follow_requests/" + id(bob) + "/reject", dave);
  expect_fits("Relationship", "POST", "/api/v1/follow_requests/" + id(alice) + "/authorize", dave);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(dave) + "/unfollow", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(dave) + "/mute", alice);
  expect_fits("Array<MutedAccount>", "GET", "/api/v1/mutes", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(dave) + "/unmute", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(dave) + "/block", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/blocks", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(dave) + "/unblock", alice);
}

TEST_F(Answers, OfStatusesFit) {
  auto const one = "/api/v1/statuses/" + status;
  expect_fits("Status", "GET", one, bob);
  expect_fits("Array<Status>", "GET", "/api/v1/statuses?id[]=" + status + "&id[]=" + reply, bob);
  expect_fits("Context", "GET", one + "/context", bob);
  expect_fits("Array<Account>", "GET", one + "/favourited_by", alice);
  expect_fits("Array<Account>", "GET", one + "/reblogged_by", alice);
  expect_fits("Array<StatusEdit>", "GET", "/api/v1/statuses/" + reply + "/history", alice);
  expect_fits("StatusSource", "GET", one + "/source", alice);
  expect_fits("Array<Status>", "GET", "/api/v1/favourites", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/bookmarks", alice);
  for (std::string const verb : {"unfavourite", "favourite", "unreblog", "reblog", "bookmark", "unbookmark"})
    expect_fits("Status", "POST", one + "/" + verb, bob);
  for (std::string const verb : {"unpin", "pin", "mute", "unmute"})
    expect_fits("Status", "POST", one + "/" + verb, alice);
  expect_fits("DeletedStatus", "DELETE", one, alice);
}

TEST_F(Answers, OfTimelinesAndNotificationsFit) {
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/home", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/public", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/public?local=true", bob);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/tag/tag", bob);
  expect_fits("Array<Notification>", "GET", "/api/v1/notifications", alice);
  auto const all = ask("GET", "/api/v1/notifications", alice);
  std::vector<std::string> types;
  for (auto const& one : all) types.push_back(one.value("type", ""));
  for (std::string const wanted : {"mention", "favourite", "reblog", "follow"})
    EXPECT_NE(std::ranges::find(types, wanted), types.end()) << "no notification of a " << wanted;
  expect_fits("Notification", "GET", "/api/v1/notifications/" + all.at(0).value("id", ""), alice);
}

TEST_F(Answers, OfTheInstanceFit) {
  expect_fits("V1Instance", "GET", "/api/v1/instance", alice);
  expect_fits("Instance", "GET", "/api/v2/instance", alice);
  expect_fits("NodeInfoDiscovery", "GET", "/.well-known/nodeinfo", alice);
  expect_fits("NodeInfo", "GET", "/nodeinfo/2.0", alice);
  expect_fits("WebFinger", "GET", "/.well-known/webfinger?resource=acct:alice@dunlin.test", alice);
  expect_fits("OAuthServerMetadata", "GET", "/.well-known/oauth-authorization-server", alice);
  expect_fits("Search", "GET", "/api/v2/search?q=alice", bob);
}

TEST_F(Answers, OfTheOAuthDoorFit) {
  expect_fits("CredentialApplication", "POST", "/api/v1/apps", alice,
              R"({"client_name": "An app", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"})");
  expect_fits("Application", "GET", "/api/v1/apps/verify_credentials", alice);
  expect_fits("OAuthUserInfo", "GET", "/oauth/userinfo", alice);
}

TEST_F(Answers, OfRefusalsFit) {
  for (auto const& [method, target, expected] :
       std::vector<std::tuple<std::string, std::string, int>>{{"GET", "/api/v1/statuses/1", 404},
                                                              {"GET", "/api/v1/accounts/999", 404},
                                                              {"POST", "/api/v1/statuses", 422},
                                                              {"GET", "/api/v1/no/such/thing", 404},
                                                              {"GET", "/api/v1/timelines/home", 401}}) {
    auto const reply =
        app.send(app.request(method, target, expected == 401 ? "" : alice.token, method == "POST" ? "{}" : ""));
    EXPECT_EQ(reply.status, expected) << target << ": " << reply.body;
    EXPECT_EQ(misfit("Error", reply.body), "") << target;
  }
}

}  // namespace
}  // namespace dunlin::test
