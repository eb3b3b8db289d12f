// Every address of the API that can be read, asked by everybody over one small world: nothing shows what its reader
// may not see. New routes are walked as soon as they are in the table.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "server/routes.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;

/// Ann writes, with a word in each status that tells them apart wherever it is shown. Fay, whom all follow, boosts,
/// answers and favourites what she may. The others look.
struct PrivacyWalk : test::AppTest {
  static constexpr auto scopes = "read write follow push profile";

  PrivacyWalk() {
    server::add_routes(routes);
    for (auto const* who : {&fay, &blocked, &blocker, &muter, &stranger}) {
      act(*who, "/api/v1/accounts/" + id(ann) + "/follow");
      if (who == &fay) continue;
      act(fay, "/api/v1/accounts/" + id(*who) + "/follow");
      act(*who, "/api/v1/accounts/" + id(fay) + "/follow");
    }
    app.run_jobs();
    write("public", "xpublic");
    write("unlisted", "xunlisted");
    write("private", "xprivate");
    write("direct", "xdirect", "@fay ");
    for (auto const* word : {"xpublic", "xunlisted"}) {
      act(fay, "/api/v1/statuses/" + statuses[word] + "/reblog");
      act(fay, "/api/v1/statuses/" + statuses[word] + "/favourite");
      for (auto const* who : {&blocked, &blocker, &muter}) {
        act(*who, "/api/v1/statuses/" + statuses[word] + "/bookmark");
        act(*who, "/api/v1/statuses/" + statuses[word] + "/favourite");
      }
    }
    for (auto const* word : {"xpublic", "xprivate", "xdirect"})
      statuses["answer to " + std::string(word)] =
          post(fay, {{"status", "@ann answered #walk"}, {"in_reply_to_id", statuses[word]}, {"visibility", "public"}});
    // What was told before they fell out.
    for (auto const* who : {&blocked, &blocker})
      write("direct", "xformer" + who->account.username, "@" + who->account.username + " ");
    app.run_jobs();
    act(stranger, "/api/v1/accounts/" + id(ann) + "/unfollow");
    act(ann, "/api/v1/accounts/" + id(blocked) + "/block");
    act(blocker, "/api/v1/accounts/" + id(ann) + "/block");
    act(muter, "/api/v1/accounts/" + id(ann) + "/mute");
    for (auto const* who : {&fay, &blocked, &blocker, &muter, &stranger}) {
      lists[who] = value(act(*who, "/api/v1/lists", {{"title", "Friends"}}), "id");
      act(*who, "/api/v1/lists/" + lists[who] + "/accounts", {{"account_ids", {id(fay)}}});
    }
    app.run_jobs();
  }

  static std::string id(Login const& login) { return to_string(login.account.id); }
  static std::string value(json const& answer, char const* name) {
    return answer.is_object() && answer.contains(name) && answer[name].is_string() ? answer[name].get<std::string>()
                                                                                   : "";
  }
  json act(Login const& who, std::string const& path, json const& body = json::object()) {
    auto const reply = app.post(path, who.token, body.dump());
    EXPECT_EQ(reply.status, 200) << path << ": " << reply.body;
    return json::parse(reply.body, nullptr, false);
  }
  std::string post(Login const& who, json const& draft) {
    app.clock().advance(std::chrono::seconds(1));
    return value(act(who, "/api/v1/statuses", draft), "id");
  }
  void write(char const* visibility, std::string const& word, std::string const& before = {}) {
    statuses[word] = post(ann, {{"status", before + word + " #walk"}, {"visibility", visibility}});
  }

  /// Values for one parameter of a path.
  std::vector<std::string> values_for(std::string const& path, std::string const& name, Login const* who) {
    std::vector<std::string> values;
    auto const is_about = [&](char const* what) { return path.contains(what); };
    if (name == "hashtag" || name == "name") return {"walk"};
    if (is_about("/statuses/:")) {
      for (auto const& [word, status] : statuses) values.push_back(status);
      return values;
    }
    if (is_about("/lists/:") || is_about("/list/:")) return {who ? lists[who] : lists[&fay]};
    if (is_about("/accounts/:")) return {id(ann), id(fay)};
    return {"1"};
  }
  /// Questions without which a list shows nothing.
  std::string query_of(std::string const& path) {
    if (path == "/api/v2/search") return "q=x&limit=40";
    std::string query = "limit=40&include_filtered=true";
    if (path == "/api/v1/statuses")
      for (auto const& [word, status] : statuses) query += "&id[]=" + status;
    if (path == "/api/v1/accounts" || path.ends_with("relationships") || path.ends_with("familiar_followers"))
      query += "&id[]=" + id(ann) + "&id[]=" + id(fay);
    return query;
  }

  /// Everything this reader gets, by address. `leave_out_named`: not what was asked for by Ann's or a status' id.
  std::map<std::string, std::string> read_all(Login const* who, bool leave_out_named = false) {
    std::map<std::string, std::string> answers;
    for (auto const& row : routes.rows()) {
      if (row.method != "GET" || !row.path.starts_with("/api/") || row.path.contains("streaming")) continue;
      if (row.names.size() > 1) continue;
      auto const name = row.names.empty() ? std::string() : row.names[0];
      auto const all = name.empty() ? std::vector<std::string>{""} : values_for(row.path, name, who);
      for (auto const& one : all) {
        if (leave_out_named && row.path.contains(":") && !row.path.contains("list") && name != "hashtag") continue;
        auto path = row.path;
        if (!name.empty()) path.replace(path.find(":" + name), name.size() + 1, one);
        for (auto const& query : queries(path)) ask(path + "?" + query, who, answers);
      }
    }
    EXPECT_GT(answers.size(), who ? 30U : 10U);
    return answers;
  }
  std::vector<std::string> queries(std::string const& path) {
    if (path != "/api/v2/search") return {query_of(path)};
    std::vector<std::string> all;
    for (auto const* word : {"xpublic", "xunlisted", "xprivate", "xdirect", "xformerblocked", "xformerblocker"})
      all.push_back("limit=40&q=" + std::string(word));
    return all;
  }
  void ask(std::string const& target, Login const* who, std::map<std::string, std::string>& answers) {
    auto const reply = app.get(target, who ? who->token : "");
    EXPECT_LT(reply.status, 500) << target;
    // A search for a word may say the word back; nothing here does.
    if (reply.status == 200) answers[target] = reply.body;
  }

  void expect_nowhere(std::map<std::string, std::string> const& answers, std::string const& word, char const* who) {
    for (auto const& [target, body] : answers)
      EXPECT_FALSE(body.contains(word)) << who << " reads " << word << " at " << target;
  }
  void expect_somewhere(std::map<std::string, std::string> const& answers, std::string const& word, char const* who) {
    bool found = false;
    for (auto const& [target, body] : answers) found = found || body.contains(word);
    EXPECT_TRUE(found) << who << " finds " << word << " nowhere: the walk shows nothing";
  }

  access::Routes routes;
  Login ann = app.local("ann", scopes, [](Account& account) { account.indexable = account.discoverable = true; });
  Login fay = app.local("fay", scopes, [](Account& account) { account.indexable = account.discoverable = true; });
  Login blocked = app.local("blocked", scopes), blocker = app.local("blocker", scopes),
        muter = app.local("muter", scopes), stranger = app.local("stranger", scopes);
  std::map<std::string, std::string> statuses;  // by the word in them
  std::map<Login const*, std::string> lists;
};

TEST_F(PrivacyWalk, AFollowerSeesWhatIsForFollowersAndADirectOneOnlyWhoIsNamed) {
  auto const answers = read_all(&fay);
  for (auto const* word : {"xpublic", "xunlisted", "xprivate", "xdirect"}) expect_somewhere(answers, word, "fay");
  for (auto const* word : {"xformerblocked", "xformerblocker"}) expect_nowhere(answers, word, "fay");
}

TEST_F(PrivacyWalk, AStrangerSeesOnlyWhatIsOpen) {
  auto const answers = read_all(&stranger);
  for (auto const* word : {"xpublic", "xunlisted"}) expect_somewhere(answers, word, "a stranger");
  for (auto const* word : {"xprivate", "xdirect", "xformer"}) expect_nowhere(answers, word, "a stranger");
}

TEST_F(PrivacyWalk, NobodySeesOnlyWhatIsOpen) {
  auto const answers = read_all(nullptr);
  for (auto const* word : {"xpublic", "xunlisted"}) expect_somewhere(answers, word, "nobody");
  for (auto const* word : {"xprivate", "xdirect", "xformer"}) expect_nowhere(answers, word, "nobody");
}

TEST_F(PrivacyWalk, WhoIsBlockedSeesNothing) {
  auto const answers = read_all(&blocked);
  for (auto const& [word, status] : statuses)
    if (word.starts_with("x")) expect_nowhere(answers, word, "who is blocked");
}

TEST_F(PrivacyWalk, WhoBlocksSeesNothing) {
  auto const answers = read_all(&blocker);
  for (auto const& [word, status] : statuses)
    if (word.starts_with("x")) expect_nowhere(answers, word, "who blocks");
}

TEST_F(PrivacyWalk, WhoMutesMeetsNothingThatWasNotAskedFor) {
  auto answers = read_all(&muter, true);
  // What one keeps is asked for by opening the list.
  std::erase_if(answers, [](auto const& one) {
    return one.first.contains("/bookmarks") || one.first.contains("/favourites") ||
           one.first.contains("/api/v1/statuses?");
  });
  for (auto const& [word, status] : statuses)
    if (word.starts_with("x")) expect_nowhere(answers, word, "who mutes");
}

TEST_F(PrivacyWalk, ASuspendedAccountIsSeenNowhere) {
  constexpr db::Statement suspend_sql{"test.suspend", "update accounts set suspended_at = now() where id = $1"};
  app.db().transact_blocking([&](db::Tx& tx) {
    tx.execute(suspend_sql, ann.account.id);
    tx.changed("account", ann.account.id);
  });
  for (Login const* who : {static_cast<Login const*>(&fay), static_cast<Login const*>(nullptr)}) {
    auto const answers = read_all(who);
    for (auto const& [word, status] : statuses)
      if (word.starts_with("x")) expect_nowhere(answers, word, "the reader of a suspended account");
  }
}

}  // namespace
}  // namespace dunlin
