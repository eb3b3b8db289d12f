#pragma once
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/store/relations.hpp"
#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin::test {

/// The whole program with people who post through the API. Every answer that should be of a type of the contract
/// is checked against its schema.
struct PostingTest : AppTest {
  using json = nlohmann::json;

  Login ann = app.local("ann"), bob = app.local("bob");

  static std::string header(access::Reply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
      if (key == name) return value;
    return {};
  }
  static std::string path(json const& status, std::string_view rest = {}) {
    return "/api/v1/statuses/" + status["id"].get<std::string>() + std::string(rest);
  }
  /// The answer as JSON; fails when it is not of this type.
  static json of_type(std::string_view type, access::Reply const& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(misfit(type, reply.body), "");
    return json::parse(reply.body, nullptr, false);
  }
  static json error(access::Reply const& reply, int status) {
    EXPECT_EQ(reply.status, status) << reply.body;
    EXPECT_EQ(misfit("Error", reply.body), "");
    return json::parse(reply.body, nullptr, false)["error"];
  }
  static std::vector<std::string> ids(json const& list) {
    std::vector<std::string> found;
    for (auto const& item : list) found.push_back(item["id"]);
    return found;
  }

  json post(Login const& login, json const& draft) {
    app.clock().advance(std::chrono::seconds(1));
    return of_type("Status", app.post("/api/v1/statuses", login.token, draft.dump()));
  }
  json post(Login const& login, std::string const& text) { return post(login, json{{"status", text}}); }
  json post(Login const& login, char const* text) { return post(login, std::string(text)); }
  json act(Login const& login, json const& status, std::string_view deed, json const& body = json::object()) {
    return of_type("Status", app.post(path(status, "/" + std::string(deed)), login.token, body.dump()));
  }
  json show(std::string_view token, json const& status) { return of_type("Status", app.get(path(status), token)); }
  json list(std::string_view target, std::string_view token = {}) {
    return of_type("Array<Status>", app.get(target, token));
  }

  /// Follows without asking anybody.
  void follow(Account const& follower, Account const& target, bool notify = false) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_follow(tx, {.id = tx.next_id<FollowId>(now),
                                           .follower = follower.id,
                                           .target = target.id,
                                           .uri = {},
                                           .notify = notify,
                                           .created_at = now});
    });
  }
  void block(Account const& who, Account const& target) {
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      store::relations::insert_block(
          tx, {.id = tx.next_id<BlockId>(now), .account = who.id, .target = target.id, .uri = {}, .created_at = now});
    });
  }
};

}  // namespace dunlin::test
