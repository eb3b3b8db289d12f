// Quotes: who may, what comes of it, and who sees what of it.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/posting_test.hpp"

namespace dunlin::test {
namespace {

struct Quotes : PostingTest {
  Login cat = app.local("cat");

  static std::string id(json const& status) { return status["id"]; }
  json quoting(Login const& who, json const& what, json more = json::object()) {
    more["status"] = more.value("status", "look");
    more["quoted_status_id"] = id(what);
    return post(who, more);
  }
  access::Reply try_quoting(Login const& who, json const& what, json more = json::object()) {
    more["status"] = "look";
    more["quoted_status_id"] = id(what);
    return app.post("/api/v1/statuses", who.token, more.dump());
  }
  /// A post of another server that anybody may quote.
  StatusId from_afar(Account const& author) {
    Status status;
    app.db().transact_blocking([&](db::Tx& tx) {
      status.id = tx.next_id<StatusId>(app.clock().now());
      status.author = author.id;
      status.uri = status.url = author.uri + "/statuses/" + to_string(status.id);
      status.quote_policy = *quote_policy_from("public");
      status.created_at = app.clock().now();
      store::statuses::insert(tx, status);
    });
    return status.id;
  }
  std::vector<std::string> quotes_of(json const& status, Login const& viewer, std::string_view rest = {}) {
    return ids(list(path(status, "/quotes" + std::string(rest)), viewer.token));
  }
  json notifications(Login const& who, std::string const& type) {
    auto const reply = app.get("/api/v1/notifications?types[]=" + type, who.token);
    EXPECT_EQ(misfit("Array<Notification>", reply.body), "");
    return json::parse(reply.body);
  }
  json quote_seen_by(Login const& viewer, json const& status) { return show(viewer.token, status)["quote"]; }
  void relate(Login const& who, Account const& target, std::string const& verb) {
    EXPECT_EQ(app.post("/api/v1/accounts/" + to_string(target.id) + "/" + verb, who.token).status, 200);
  }
};

TEST_F(Quotes, OfOpenPostsHereAreAcceptedAndCountedAtOnce) {
  auto const post_of_ann = post(ann, "quote me");
  auto const made = quoting(bob, post_of_ann);
  EXPECT_EQ(made["quote"]["state"], "accepted");
  EXPECT_EQ(made["quote"]["quoted_status"]["id"], id(post_of_ann));
  EXPECT_EQ(show({}, post_of_ann)["quotes_count"], 1);
  EXPECT_EQ(quotes_of(post_of_ann, cat), std::vector{id(made)});
}

TEST_F(Quotes, BeginWithALinkForReadersThatKnowNoQuotes) {
  auto const original = post(ann, "quote me");
  auto const url = original["url"].get<std::string>();
  auto const content = quoting(bob, original)["content"].get<std::string>();
  EXPECT_TRUE(content.starts_with("<p class=\"quote-inline\">RE: <a href=\"" + url + "\"")) << content;
  EXPECT_EQ(quoting(bob, original, {{"status", "see " + url}})["content"].get<std::string>().find("quote-inline"),
            std::string::npos);
}

TEST_F(Quotes, KeepTheirLinkWhenEdited) {
  auto const made = quoting(bob, post(ann, "quote me"));
  auto const edited = of_type("Status", app.put(path(made), bob.token, R"({"status": "look again"})"));
  EXPECT_TRUE(edited["content"].get<std::string>().starts_with("<p class=\"quote-inline\">"));
  EXPECT_EQ(edited["quote"]["state"], "accepted");
}

TEST_F(Quotes, NeedNoTextOfTheirOwn) {
  auto const original = post(ann, "quote me");
  EXPECT_EQ(post(bob, json{{"quoted_status_id", id(original)}})["quote"]["state"], "accepted");
}

TEST_F(Quotes, OfABoostAreOfWhatItBoosts) {
  auto const original = post(ann, "boost me");
  auto const boost = act(cat, original, "reblog");
  EXPECT_EQ(quoting(bob, boost)["quote"]["quoted_status"]["id"], id(original));
}

TEST_F(Quotes, AreRefusedWhereThePolicyDoes) {
  follow(bob.account, ann.account);
  auto const closed = post(ann, json{{"status", "no"}, {"quote_approval_policy", "nobody"}});
  auto const for_followers = post(ann, json{{"status", "some"}, {"quote_approval_policy", "followers"}});
  EXPECT_EQ(closed["quote_approval"]["automatic"], json::array());
  EXPECT_EQ(for_followers["quote_approval"]["automatic"], json::array({"followers"}));
  error(try_quoting(bob, closed), 404);
  error(try_quoting(cat, for_followers), 404);
  EXPECT_EQ(quoting(bob, for_followers)["quote"]["state"], "accepted");
  EXPECT_EQ(quoting(ann, closed)["quote"]["state"], "accepted");
  EXPECT_EQ(show(cat.token, for_followers)["quote_approval"]["current_user"], "denied");
  EXPECT_EQ(show(bob.token, for_followers)["quote_approval"]["current_user"], "automatic");
  EXPECT_EQ(show(ann.token, closed)["quote_approval"]["current_user"], "automatic");
  EXPECT_EQ(show({}, for_followers)["quote_approval"]["current_user"], "denied");
}

TEST_F(Quotes, MayBeLetToFollowersAsSoonAsTheyFollow) {
  auto const original = post(ann, json{{"status", "some"}, {"quote_approval_policy", "followers"}});
  EXPECT_EQ(show(bob.token, original)["quote_approval"]["current_user"], "denied");
  relate(bob, ann.account, "follow");
  EXPECT_EQ(show(bob.token, original)["quote_approval"]["current_user"], "automatic");
  relate(bob, ann.account, "unfollow");
  EXPECT_EQ(show(bob.token, original)["quote_approval"]["current_user"], "denied");
}

TEST_F(Quotes, OfWhatIsNotSeenOrNotThereAreNotFound) {
  follow(bob.account, ann.account);
  error(try_quoting(bob, json{{"id", "999999999999"}}), 404);
  error(try_quoting(bob, json{{"id", "nonsense"}}), 404);
  error(try_quoting(bob, post(ann, json{{"status", "secret"}, {"visibility", "private"}})), 404);
  error(try_quoting(ann, post(ann, json{{"status", "secret"}, {"visibility", "direct"}})), 404);
  auto const open = post(ann, "open");
  block(ann.account, cat.account);
  error(try_quoting(cat, open), 404);
}

TEST_F(Quotes, OfOnesOwnFollowersOnlyPostReachNoMorePeople) {
  auto const secret = post(ann, json{{"status", "secret"}, {"visibility", "private"}});
  auto const made = quoting(ann, secret, {{"visibility", "public"}});
  EXPECT_EQ(made["visibility"], "private");
  EXPECT_EQ(made["quote_approval"]["automatic"], json::array());
  error(app.get(path(made), cat.token), 404);
}

TEST_F(Quotes, InDirectMessagesNeedTheirAuthorThere) {
  auto const original = post(ann, "quote me");
  error(try_quoting(bob, original, {{"visibility", "direct"}}), 422);
  EXPECT_EQ(quoting(bob, original, {{"visibility", "direct"}, {"status", "@ann look"}})["quote"]["state"], "accepted");
}

TEST_F(Quotes, WithAnUnknownPolicyAreRefused) {
  error(app.post("/api/v1/statuses", ann.token, R"({"status": "x", "quote_approval_policy": "some"})"), 422);
}

TEST_F(Quotes, TakeTheirPolicyFromThePreferences) {
  EXPECT_EQ(post(ann, "x")["quote_approval"]["automatic"], json::array({"public"}));
  app.patch("/api/v1/accounts/update_credentials", ann.token, R"({"source": {"quote_policy": "nobody"}})");
  EXPECT_EQ(post(ann, "y")["quote_approval"]["automatic"], json::array());
}

TEST_F(Quotes, PolicyChangesAlone) {
  auto const original = post(ann, "x");
  auto const change = [&](Login const& who) {
    return app.put(path(original, "/interaction_policy"), who.token, R"({"quote_approval_policy": "followers"})");
  };
  error(change(bob), 404);
  auto const changed = of_type("Status", change(ann));
  EXPECT_EQ(changed["quote_approval"]["automatic"], json::array({"followers"}));
  EXPECT_EQ(changed["edited_at"], nullptr);
  auto const by_edit = of_type("Status", app.put(path(original), ann.token, R"({"quote_approval_policy": "nobody"})"));
  EXPECT_EQ(by_edit["quote_approval"]["automatic"], json::array());
}

TEST_F(Quotes, AreRevokedByTheQuotedAlone) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  auto const revoke = path(original, "/quotes/" + id(made) + "/revoke");
  error(app.post(revoke, cat.token), 404);
  error(app.post(revoke, bob.token), 404);
  error(app.post(path(original, "/quotes/" + id(original) + "/revoke"), ann.token), 404);
  auto const revoked = of_type("Status", app.post(revoke, ann.token));
  EXPECT_EQ(revoked["id"], id(made));
  for (auto const* viewer : {&ann, &bob, &cat}) {
    EXPECT_EQ(quote_seen_by(*viewer, made)["state"], "revoked");
    EXPECT_EQ(quote_seen_by(*viewer, made)["quoted_status"], nullptr);
  }
  EXPECT_EQ(show({}, original)["quotes_count"], 0);
  EXPECT_TRUE(quotes_of(original, ann).empty());
  EXPECT_EQ(of_type("Status", app.post(revoke, ann.token))["quote"]["state"], "revoked");
}

TEST_F(Quotes, OutliveWhatTheyQuote) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  show(bob.token, made);
  EXPECT_EQ(app.del(path(original), ann.token).status, 200);
  auto const quote = quote_seen_by(bob, made);
  EXPECT_EQ(quote["state"], "deleted");
  EXPECT_EQ(quote["quoted_status"], nullptr);
}

TEST_F(Quotes, AreUncountedWhenTheyGo) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original, {{"in_reply_to_id", id(original)}});
  EXPECT_EQ(show({}, original)["quotes_count"], 1);
  EXPECT_EQ(app.del(path(made), bob.token).status, 200);
  auto const after = show({}, original);
  EXPECT_EQ(after["quotes_count"], 0);
  EXPECT_EQ(after["replies_count"], 0);
}

TEST_F(Quotes, AreUncountedWhenTheirAuthorIsRemoved) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  EXPECT_EQ(show({}, original)["quotes_count"], 1);
  app.db().transact_blocking([&](db::Tx& tx) { std::ignore = store::accounts::remove(tx, bob.account.id); });
  EXPECT_EQ(show({}, original)["quotes_count"], 0);
}

TEST_F(Quotes, SayThatTheirOriginalIsGoneWithItsAuthor) {
  auto const made = quoting(bob, post(ann, "quote me"));
  EXPECT_EQ(quote_seen_by(cat, made)["state"], "accepted");
  app.db().transact_blocking([&](db::Tx& tx) { std::ignore = store::accounts::remove(tx, ann.account.id); });
  EXPECT_EQ(quote_seen_by(cat, made), (json{{"state", "deleted"}, {"quoted_status", nullptr}}));
}

TEST_F(Quotes, ShowWhatTheirViewerMaySee) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  auto const state = [&](Login const& viewer) { return quote_seen_by(viewer, made)["state"]; };
  auto const shown = [&](Login const& viewer) { return !quote_seen_by(viewer, made)["quoted_status"].is_null(); };
  relate(cat, ann.account, "mute");
  EXPECT_EQ(state(cat), "muted_account");
  EXPECT_TRUE(shown(cat));
  relate(cat, ann.account, "unmute");
  EXPECT_EQ(state(cat), "accepted");
  relate(cat, ann.account, "block");
  EXPECT_EQ(state(cat), "blocked_account");
  EXPECT_FALSE(shown(cat));
  relate(cat, ann.account, "unblock");
  EXPECT_EQ(state(cat), "accepted");
  relate(ann, cat.account, "block");
  EXPECT_EQ(state(cat), "unauthorized");
  EXPECT_FALSE(shown(cat));
}

TEST_F(Quotes, OfABlockedDomainAreShownOnlyToThoseWhoAsk) {
  auto const far = app.remote("far", "far.example");
  auto const original = from_afar(far);
  auto const made = quoting(bob, {{"id", to_string(original)}});
  app.db().transact_blocking([&](db::Tx& tx) {
    auto const quoting_id = *parse_id<StatusId>(id(made));
    store::quotes::set_state(tx, quoting_id, original, QuoteState::accepted, app.clock().now());
  });
  EXPECT_EQ(quote_seen_by(cat, made)["state"], "accepted");
  EXPECT_EQ(app.post("/api/v1/domain_blocks", cat.token, R"({"domain": "far.example"})").status, 200);
  auto const hidden = quote_seen_by(cat, made);
  EXPECT_EQ(hidden["state"], "blocked_domain");
  EXPECT_EQ(hidden["quoted_status"]["id"], to_string(original));
  EXPECT_EQ(quote_seen_by(ann, made)["state"], "accepted");
}

TEST_F(Quotes, AreTheSameInEveryVersionOfTheirStatus) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  of_type("Status", app.put(path(made), bob.token, R"({"status": "look closely"})"));
  auto const states = [&](Login const& viewer) {
    auto const versions = of_type("Array<StatusEdit>", app.get(path(made, "/history"), viewer.token));
    EXPECT_EQ(versions.size(), 2U);
    for (auto const& version : versions) EXPECT_EQ(version["quote"], versions[0]["quote"]);
    return versions[0]["quote"];
  };
  EXPECT_EQ(states(cat), (json{{"state", "accepted"}, {"quoted_status_id", id(original)}}));
  relate(ann, cat.account, "block");
  EXPECT_EQ(states(cat), (json{{"state", "unauthorized"}, {"quoted_status_id", nullptr}}));
  auto const plain = of_type("Array<StatusEdit>", app.get(path(original, "/history"), bob.token));
  EXPECT_EQ(plain[0]["quote"], nullptr);
}

TEST_F(Quotes, OfFollowersOnlyPostsHideThemFromOthers) {
  follow(cat.account, ann.account);
  auto const secret = post(ann, json{{"status", "secret"}, {"visibility", "private"}});
  auto const made = quoting(ann, secret, {{"status", "@bob look"}});
  EXPECT_EQ(quote_seen_by(cat, made)["state"], "accepted");
  auto const for_bob = quote_seen_by(bob, made);
  EXPECT_EQ(for_bob["state"], "unauthorized");
  EXPECT_EQ(for_bob["quoted_status"], nullptr);
}

TEST_F(Quotes, InsideQuotesAreTheirIdAlone) {
  auto const first = post(ann, "one");
  auto const second = quoting(bob, first);
  auto const third = quoting(cat, second);
  auto const inner = third["quote"]["quoted_status"]["quote"];
  EXPECT_EQ(inner["state"], "accepted");
  EXPECT_EQ(inner["quoted_status_id"], id(first));
  EXPECT_FALSE(inner.contains("quoted_status"));
  block(ann.account, cat.account);
  auto const hidden = show(cat.token, third)["quote"]["quoted_status"]["quote"];
  EXPECT_EQ(hidden["state"], "unauthorized");
  EXPECT_EQ(hidden["quoted_status_id"], nullptr);
}

TEST_F(Quotes, AreToldToTheQuotedAndEditsToTheQuoting) {
  auto const original = post(ann, "quote me");
  auto const made = quoting(bob, original);
  quoting(ann, original);
  app.run_jobs();
  auto const told = notifications(ann, "quote");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["status"]["id"], id(made));
  EXPECT_EQ(told[0]["account"]["id"], to_string(bob.account.id));
  app.put(path(original), ann.token, R"({"status": "quote me better"})");
  app.run_jobs();
  auto const edited = notifications(bob, "quoted_update");
  ASSERT_EQ(edited.size(), 1U);
  EXPECT_EQ(edited[0]["status"]["id"], id(made));
  EXPECT_EQ(edited[0]["account"]["id"], to_string(ann.account.id));
}

TEST_F(Quotes, AreListedWithoutBlockedAccountsAndPagedByTheirIds) {
  auto const original = post(ann, "quote me");
  auto const one = quoting(bob, original), two = quoting(cat, original), three = quoting(bob, original);
  EXPECT_EQ(quotes_of(original, ann), (std::vector{id(three), id(two), id(one)}));
  EXPECT_EQ(quotes_of(original, ann, "?limit=1&max_id=" + id(three)), std::vector{id(two)});
  auto const page = app.get(path(original, "/quotes?limit=1"), ann.token);
  EXPECT_NE(header(page, "Link").find("since_id=" + id(three)), std::string::npos) << header(page, "Link");
  block(bob.account, cat.account);
  EXPECT_EQ(quotes_of(original, bob), (std::vector{id(three), id(one)}));
  EXPECT_EQ(app.get(path(original, "/quotes")).status, 401);
}

TEST_F(Quotes, CostAListAsManyQueriesForFortyAsForOne) {
  auto const secret = post(ann, json{{"status", "some"}, {"quote_approval_policy", "followers"}});
  for (int i = 0; i < 5; ++i) {
    follow(bob.account, ann.account);
    quoting(cat, quoting(bob, post(ann, json{{"status", "some"}, {"quote_approval_policy", "public"}})));
  }
  auto const statements_of = [&](std::string const& target) {
    app.app().records.clear();
    auto const before = app.statements();
    EXPECT_EQ(app.get(target, bob.token).status, 200);
    return app.statements() - before;
  };
  // Three posts hold each kind: one that is quoted, one that quotes it, one that quotes that.
  EXPECT_EQ(statements_of("/api/v1/timelines/public?limit=40"), statements_of("/api/v1/timelines/public?limit=3"));
}

TEST_F(Quotes, AreReadFromMemoryTheSecondTime) {
  auto const made = quoting(cat, quoting(bob, post(ann, "x")));
  show(bob.token, made);
  auto const before = app.statements();
  show(bob.token, made);
  EXPECT_EQ(app.statements(), before);
}

}  // namespace
}  // namespace dunlin::test
