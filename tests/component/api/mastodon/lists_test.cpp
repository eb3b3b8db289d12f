#include "dunlin/store/records.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Lists : test::PostingTest {
  test::Login eve = app.local("eve");

  json make(json const& draft = {{"title", "Friends"}}) {
    return of_type("List", app.post("/api/v1/lists", bob.token, draft.dump()));
  }
  static std::string at(json const& list, std::string_view rest = {}) {
    return "/api/v1/lists/" + list["id"].get<std::string>() + std::string(rest);
  }
  static std::string timeline(json const& list, std::string_view rest = {}) {
    return "/api/v1/timelines/list/" + list["id"].get<std::string>() + std::string(rest);
  }
  static std::string id(test::Login const& login) { return to_string(login.account.id); }
  access::Reply add(json const& list, test::Login const& whom) {
    return app.post(at(list, "/accounts"), bob.token, json{{"account_ids", {id(whom)}}}.dump());
  }
  std::vector<std::string> members(json const& list) {
    return ids(of_type("Array<Account>", app.get(at(list, "/accounts"), bob.token)));
  }
  std::vector<std::string> shown(json const& list) { return ids(this->list(timeline(list), bob.token)); }
  void ask(test::Login const& who, test::Login const& whom, std::string_view what) {
    EXPECT_EQ(app.post("/api/v1/accounts/" + id(whom) + std::string(what), who.token).status, 200);
  }
};

TEST_F(Lists, AreMadeChangedAndRemoved) {
  auto const made = make();
  EXPECT_EQ(made["replies_policy"], "list");
  EXPECT_EQ(made["exclusive"], false);
  auto const draft = R"({"title": " Work ", "replies_policy": "none", "exclusive": true})";
  auto const changed = of_type("List", app.put(at(made), bob.token, draft));
  EXPECT_EQ(changed["title"], "Work");
  EXPECT_EQ(changed["replies_policy"], "none");
  EXPECT_EQ(of_type("List", app.patch(at(made) + "?replies_policy=followed", bob.token))["title"], "Work");
  EXPECT_EQ(of_type("List", app.get(at(made), bob.token))["replies_policy"], "followed");
  EXPECT_THAT(ids(of_type("Array<List>", app.get("/api/v1/lists", bob.token))), ElementsAre(made["id"]));
  EXPECT_EQ(app.del(at(made), bob.token).body, "{}");
  EXPECT_EQ(app.get(at(made), bob.token).status, 404);
}

TEST_F(Lists, NeedATitleAndAPolicyThatThereIs) {
  EXPECT_EQ(error(app.post("/api/v1/lists", bob.token, R"({"title": " "})"), 422),
            "Validation failed: Title can't be blank");
  EXPECT_EQ(app.post("/api/v1/lists", bob.token, "{}").status, 422);
  EXPECT_EQ(app.post("/api/v1/lists", bob.token, json{{"title", std::string(257, 'x')}}.dump()).status, 422);
  EXPECT_EQ(app.post("/api/v1/lists", bob.token, R"({"title": "x", "replies_policy": "some"})").status, 422);
  auto const made = make();
  EXPECT_EQ(app.put(at(made), bob.token, R"({"title": ""})").status, 422);
}

TEST_F(Lists, AreFiftyAtMost) {
  for (int i = 0; i < 50; ++i) make();
  EXPECT_EQ(app.post("/api/v1/lists", bob.token, R"({"title": "x"})").status, 422);
  EXPECT_EQ(app.post("/api/v1/lists", ann.token, R"({"title": "x"})").status, 200);
}

TEST_F(Lists, AreTheirOwnersOnly) {
  auto const made = make();
  follow(bob.account, ann.account);
  add(made, ann);
  for (auto const& target : {at(made), at(made, "/accounts"), timeline(made)})
    EXPECT_EQ(error(app.get(target, ann.token), 404), "Record not found") << target;
  EXPECT_EQ(app.put(at(made), ann.token, R"({"title": ""})").status, 404);
  EXPECT_EQ(app.del(at(made), ann.token).status, 404);
  EXPECT_EQ(app.post(at(made, "/accounts"), ann.token, R"({"account_ids": []})").status, 404);
  EXPECT_EQ(app.del(at(made, "/accounts?account_ids[]=1"), ann.token).status, 404);
  EXPECT_THAT(of_type("Array<List>", app.get("/api/v1/lists", ann.token)), IsEmpty());
  EXPECT_THAT(of_type("Array<List>", app.get("/api/v1/accounts/" + id(ann) + "/lists", eve.token)), IsEmpty());
}

TEST_F(Lists, HaveMembersWhomOneFollows) {
  auto const made = make(), other = make();
  EXPECT_EQ(error(add(made, ann), 404), "Record not found");
  follow(bob.account, ann.account);
  EXPECT_EQ(add(made, ann).body, "{}");
  EXPECT_EQ(error(add(made, ann), 422), "Validation failed: Account has already been taken");
  EXPECT_EQ(add(made, bob).status, 200) << "oneself";
  EXPECT_THAT(members(made), ElementsAre(id(bob), id(ann)));
  EXPECT_THAT(ids(of_type("Array<List>", app.get("/api/v1/accounts/" + id(ann) + "/lists", bob.token))),
              ElementsAre(made["id"]));
  EXPECT_EQ(app.post(at(other, "/accounts"), bob.token, R"({"account_ids": ["x"]})").status, 404);
  EXPECT_EQ(app.post(at(other, "/accounts"), bob.token, R"({"account_ids": ["999"]})").status, 404);
}

TEST_F(Lists, LoseMembersByAnyFormOfRequest) {
  auto const made = make();
  follow(bob.account, ann.account);
  auto const remove = [&](std::string_view query, std::string_view body, std::string_view type) {
    add(made, ann);
    auto const reply =
        app.send(app.request("DELETE", at(made, "/accounts") + std::string(query), bob.token, body, type));
    EXPECT_EQ(reply.body, "{}");
    EXPECT_THAT(members(made), IsEmpty()) << query << body;
  };
  remove("?account_ids[]=" + id(ann), "", "");
  remove("", "account_ids[]=" + id(ann), "application/x-www-form-urlencoded");
  remove("", json{{"account_ids", {id(ann)}}}.dump(), "application/json");
}

TEST_F(Lists, ArePagedByLinksOrGivenWhole) {
  auto const made = make();
  std::vector<std::string> added;
  for (int i = 0; i < 5; ++i) {
    auto const one = app.local("m" + std::to_string(i));
    follow(bob.account, one.account);
    app.clock().advance(std::chrono::seconds(1));
    add(made, one);
    added.insert(added.begin(), id(one));
  }
  auto const first = app.get(at(made, "/accounts?limit=2"), bob.token);
  EXPECT_THAT(ids(of_type("Array<Account>", first)), ElementsAre(added[0], added[1]));
  EXPECT_THAT(header(first, "Link"), HasSubstr("since_id="));
  auto const link = header(first, "Link");
  auto const next = link.substr(link.find("max_id=") + 7, link.find('>') - link.find("max_id=") - 7);
  EXPECT_THAT(ids(of_type("Array<Account>", app.get(at(made, "/accounts?limit=2&max_id=" + next), bob.token))),
              ElementsAre(added[2], added[3]));
  auto const whole = app.get(at(made, "/accounts?limit=0"), bob.token);
  EXPECT_EQ(ids(of_type("Array<Account>", whole)), added);
  EXPECT_EQ(header(whole, "Link"), "");
}

TEST_F(Lists, LetGoOfWhomOneFollowsNoMore) {
  auto const made = make();
  ask(bob, ann, "/follow");
  add(made, ann);
  ask(bob, ann, "/unfollow");
  EXPECT_THAT(members(made), IsEmpty());
  ask(bob, ann, "/follow");
  EXPECT_THAT(members(made), IsEmpty());
  add(made, ann);
  ask(ann, bob, "/block");
  EXPECT_THAT(members(made), IsEmpty());
}

TEST_F(Lists, KeepWhomOneAskedToFollow) {
  auto const dave = app.local("dave", "read write follow", [](Account& account) { account.locked = true; });
  auto const made = make();
  ask(bob, dave, "/follow");
  EXPECT_EQ(add(made, dave).status, 200);
  EXPECT_EQ(app.post("/api/v1/follow_requests/" + id(bob) + "/authorize", dave.token).status, 200);
  EXPECT_THAT(members(made), ElementsAre(id(dave)));
  ask(bob, dave, "/unfollow");
  ask(bob, dave, "/follow");
  add(made, dave);
  EXPECT_EQ(app.post("/api/v1/follow_requests/" + id(bob) + "/reject", dave.token).status, 200);
  EXPECT_THAT(members(made), IsEmpty());
}

TEST_F(Lists, ShowWhatTheirMembersPost) {
  follow(bob.account, ann.account);
  follow(bob.account, eve.account);
  auto const made = make();
  add(made, ann);
  auto const a = post(ann, "a");
  post(eve, "not a member");
  auto const boost = act(ann, post(eve, "boosted"), "reblog");
  auto const hidden = post(ann, json{{"status", "for followers"}, {"visibility", "private"}});
  post(ann, json{{"status", "@eve psst"}, {"visibility", "direct"}});
  EXPECT_THAT(shown(made), ElementsAre(hidden["id"], boost["id"], a["id"]));
  auto const page = app.get(timeline(made, "?limit=2"), bob.token);
  EXPECT_THAT(header(page, "Link"), HasSubstr("max_id=" + boost["id"].get<std::string>()));
  EXPECT_THAT(ids(list(timeline(made, "?max_id=" + boost["id"].get<std::string>()), bob.token)), ElementsAre(a["id"]));
  EXPECT_THAT(ids(list(timeline(made, "?limit=1&min_id=" + a["id"].get<std::string>()), bob.token)),
              ElementsAre(boost["id"]));
  ask(bob, ann, "/mute");
  EXPECT_THAT(shown(made), IsEmpty());
  ask(bob, ann, "/unmute");
  ask(bob, ann, "/follow?reblogs=false");
  EXPECT_THAT(shown(made), ElementsAre(hidden["id"], a["id"]));
}

TEST_F(Lists, ShowAnswersByTheirPolicy) {
  auto const nobody = app.local("nobody");
  auto zoe = app.local("zoe");
  for (auto const* one : {&ann, &eve, &zoe}) follow(bob.account, one->account);
  auto const made = make();
  add(made, ann);
  add(made, eve);
  auto const answer = [&](test::Login const& to) {
    return post(ann, json{{"status", "hm"}, {"in_reply_to_id", post(to, "x")["id"]}})["id"];
  };
  auto const to_self = answer(ann), to_me = answer(bob), to_member = answer(eve), to_followed = answer(zoe);
  answer(nobody);
  auto const by = [&](std::string_view policy) {
    EXPECT_EQ(app.put(at(made), bob.token, json{{"replies_policy", policy}}.dump()).status, 200);
    std::vector<std::string> answers;
    for (auto const& status : list(timeline(made, "?limit=40"), bob.token))
      if (!status["in_reply_to_id"].is_null()) answers.push_back(status["id"]);
    return answers;
  };
  EXPECT_THAT(by("none"), ElementsAre(to_me, to_self));
  EXPECT_THAT(by("list"), ElementsAre(to_member, to_me, to_self));
  EXPECT_THAT(by("followed"), ElementsAre(to_followed, to_member, to_me, to_self));
}

TEST_F(Lists, ThatAreExclusiveKeepPostsOutOfHome) {
  follow(bob.account, ann.account);
  auto const made = make({{"title", "Loud"}, {"exclusive", true}});
  auto const before = post(ann, "before");
  app.run_jobs();
  auto const home = [&] { return ids(list("/api/v1/timelines/home", bob.token)); };
  EXPECT_THAT(home(), ElementsAre(before["id"]));
  add(made, ann);
  app.run_jobs();
  EXPECT_THAT(home(), IsEmpty());
  auto const pushed = post(ann, "pushed");
  app.run_jobs();
  EXPECT_THAT(home(), IsEmpty());
  EXPECT_THAT(shown(made), ElementsAre(pushed["id"], before["id"]));
  EXPECT_EQ(app.put(at(made), bob.token, R"({"exclusive": false})").status, 200);
  app.run_jobs();
  EXPECT_THAT(home(), ElementsAre(pushed["id"], before["id"]));
}

TEST_F(Lists, ThatAreExclusiveLeaveTheBellAlone) {
  follow(bob.account, ann.account, true);
  auto const made = make({{"title", "Loud"}, {"exclusive", true}});
  add(made, ann);
  post(ann, "news");
  app.run_jobs();
  EXPECT_THAT(list("/api/v1/timelines/home", bob.token), IsEmpty());
  EXPECT_THAT(of_type("Array<Notification>", app.get("/api/v1/notifications?types[]=status", bob.token)), SizeIs(1));
}

TEST_F(Lists, CostAsManyQueriesForFortyAsForOne) {
  auto const made = make();
  for (int i = 0; i < 20; ++i) {
    auto const one = app.local("m" + std::to_string(i));
    follow(bob.account, one.account);
    add(made, one);
    post(one, "x");
    post(one, "y");
  }
  auto const statements_of = [&](std::string const& target) {
    app.app().records.clear();
    auto const before = app.statements();
    EXPECT_EQ(app.get(target, bob.token).status, 200);
    return app.statements() - before;
  };
  EXPECT_EQ(statements_of(timeline(made, "?limit=40")), statements_of(timeline(made, "?limit=1")));
  EXPECT_EQ(statements_of(at(made, "/accounts?limit=40")), statements_of(at(made, "/accounts?limit=1")));
}

}  // namespace
}  // namespace dunlin
