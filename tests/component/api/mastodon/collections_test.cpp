#include "dunlin/store/collections.hpp"

#include "dunlin/store/records.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto all = "/api/v1/collections";

struct Collections : test::PostingTest {
  test::Login findable(std::string const& name) {
    return app.local(name, "read write follow push", [](Account& account) { account.discoverable = true; });
  }
  static std::string id(test::Login const& login) { return to_string(login.account.id); }
  static std::string at(json const& collection, std::string_view rest = {}) {
    return std::string(all) + "/" + collection["id"].get<std::string>() + std::string(rest);
  }
  static std::string item(json const& collection, std::size_t i = 0, std::string_view rest = {}) {
    return at(collection, "/items/") + collection["items"][i]["id"].get<std::string>() + std::string(rest);
  }
  json make(test::Login const& author, std::vector<std::string> const& accounts, json more = json::object()) {
    json draft{{"name", "People"}, {"discoverable", true}, {"account_ids", accounts}};
    draft.update(more);
    return of_type("CollectionWrapper", app.post(all, author.token, draft.dump()))["collection"];
  }
  json show(json const& collection, std::string_view token = {}) {
    return of_type("CollectionWithAccounts", app.get(at(collection), token));
  }
  std::vector<std::string> listed(std::string_view target, std::string_view token = {}) {
    return ids(of_type("CollectionsWrapper", app.get(target, token))["collections"]);
  }
  std::string of(test::Login const& login) { return "/api/v1/accounts/" + id(login) + "/collections"; }
  std::string with(test::Login const& login) { return "/api/v1/accounts/" + id(login) + "/in_collections"; }
  json details(access::Reply const& reply) {
    EXPECT_EQ(reply.status, 422) << reply.body;
    EXPECT_EQ(test::misfit("CollectionValidationError", reply.body), "");
    return json::parse(reply.body)["error"]["details"];
  }
  std::int64_t told(test::Login const& who, std::string const& type) {
    return json::parse(app.get("/api/v1/notifications/unread_count?types[]=" + type, who.token).body)["count"];
  }
  void act_on(test::Login const& who, test::Login const& target, std::string const& verb) {
    EXPECT_EQ(app.post("/api/v1/accounts/" + id(target) + "/" + verb, who.token).status, 200);
  }

  test::Login cat = findable("cat"), dan = findable("dan");
};

TEST_F(Collections, AreMadeShownChangedAndRemoved) {
  auto const made = make(ann, {id(cat), id(dan)}, {{"description", "worth a look"}, {"tag_name", "#People"}});
  EXPECT_EQ(made["item_count"], 2);
  EXPECT_EQ(made["items"][0]["account_id"], id(cat));
  EXPECT_EQ(made["items"][1]["state"], "accepted");
  EXPECT_EQ(made["tag"]["name"], "people");
  EXPECT_EQ(made["local"], true);
  auto const shown = show(made);
  EXPECT_THAT(ids(shown["accounts"]), ElementsAre(id(ann), id(cat), id(dan)));

  auto const changed = app.put(at(made), ann.token, R"({"name": "Others", "tag_name": "", "sensitive": true})");
  auto const now = of_type("CollectionWrapper", changed)["collection"];
  EXPECT_EQ(now["name"], "Others");
  EXPECT_EQ(now["description"], "worth a look") << "what is not named stays";
  EXPECT_EQ(now["tag"], nullptr);
  EXPECT_EQ(now["item_count"], 2);

  EXPECT_EQ(app.del(at(made), ann.token).body, "{}");
  error(app.get(at(made), ann.token), 404);
}

TEST_F(Collections, WithBadNamesAreRefusedWithDetails) {
  EXPECT_EQ(details(app.post(all, ann.token, R"({"name": " "})"))["name"][0]["error"], "ERR_BLANK");
  json const long_one{{"name", std::string(41, 'x')}, {"description", std::string(101, 'x')}, {"tag_name", "a b"}};
  auto const found = details(app.post(all, ann.token, long_one.dump()));
  EXPECT_EQ(found["name"][0]["error"], "ERR_TOO_LONG");
  EXPECT_EQ(found["description"][0]["error"], "ERR_TOO_LONG");
  EXPECT_EQ(found["tag_name"][0]["error"], "ERR_INVALID");
}

TEST_F(Collections, AreTheirAuthorsAlone) {
  auto const made = make(ann, {id(cat)});
  error(app.put(at(made), bob.token, R"({"name": "his"})"), 403);
  error(app.del(at(made), bob.token), 403);
  error(app.post(at(made, "/items"), bob.token, json{{"account_id", id(dan)}}.dump()), 403);
  error(app.del(item(made), cat.token), 403);
  error(app.post(item(made, 0, "/revoke"), bob.token), 403);
  error(app.get(with(cat), ann.token), 403);
  error(app.post(std::string(all) + "/999/items", ann.token, json{{"account_id", id(dan)}}.dump()), 404);
  error(app.del(at(made, "/items/999"), ann.token), 404);
}

TEST_F(Collections, TakeOnlyThoseWhoMayBeFeatured) {
  error(app.post(all, ann.token, json{{"name", "x"}, {"account_ids", {id(bob)}}}.dump()), 403);
  error(app.post(all, ann.token, json{{"name", "x"}, {"account_ids", {"999"}}}.dump()), 404);
  EXPECT_THAT(listed(of(ann), ann.token), IsEmpty()) << "nothing is left of what was refused";
  block(dan.account, ann.account);
  auto const made = make(ann, {});
  error(app.post(at(made, "/items"), ann.token, json{{"account_id", id(dan)}}.dump()), 403);
  auto const added = app.post(at(made, "/items"), ann.token, json{{"account_id", id(cat)}}.dump());
  EXPECT_EQ(of_type("CollectionItemWrapper", added)["collection_item"]["account_id"], id(cat));
  details(app.post(at(made, "/items"), ann.token, json{{"account_id", id(cat)}}.dump()));
}

TEST_F(Collections, AskAccountsOfOtherServersFirst) {
  auto const far = app.remote("far", "far.example");
  auto const made = make(ann, {to_string(far.id)});
  EXPECT_EQ(made["items"][0]["state"], "pending");
  EXPECT_THAT(show(made, bob.token)["collection"]["items"], IsEmpty()) << "only the author sees who was asked";
  EXPECT_THAT(show(made, ann.token)["collection"]["items"], ::testing::SizeIs(1));
}

TEST_F(Collections, HoldNoMoreThanTheyMay) {
  std::vector<std::string> many;
  for (int i = 0; i < 26; ++i) many.push_back(id(findable("many" + std::to_string(i))));
  details(app.post(all, ann.token, json{{"name", "x"}, {"account_ids", many}}.dump()));
  many.pop_back();
  auto const made = make(ann, many);
  details(app.post(at(made, "/items"), ann.token, json{{"account_id", id(cat)}}.dump()));
  for (int i = 1; i < 10; ++i) make(ann, {});
  EXPECT_TRUE(details(app.post(all, ann.token, R"({"name": "eleventh"})")).contains("base"));
}

TEST_F(Collections, AreLeftForGood) {
  auto const made = make(ann, {id(cat), id(dan)});
  EXPECT_THAT(listed(with(cat), cat.token), ElementsAre(made["id"]));
  EXPECT_EQ(app.post(item(made, 0, "/revoke"), cat.token).body, "{}");
  EXPECT_THAT(ids(show(made)["accounts"]), ElementsAre(id(ann), id(dan)));
  EXPECT_THAT(listed(with(cat), cat.token), IsEmpty());
  error(app.del(item(made), ann.token), 404);
  details(app.post(at(made, "/items"), ann.token, json{{"account_id", id(cat)}}.dump()));
  EXPECT_EQ(app.del(item(made, 1), ann.token).body, "{}");
  EXPECT_THAT(ids(show(made)["accounts"]), ElementsAre(id(ann)));
}

TEST_F(Collections, ThatDoNotWantToBeFoundStandOnNobodysProfile) {
  auto const quiet = make(ann, {id(cat)}, {{"discoverable", false}}), open = make(ann, {});
  EXPECT_THAT(listed(of(ann), ann.token), ElementsAre(open["id"], quiet["id"]));
  EXPECT_THAT(listed(of(ann), bob.token), ElementsAre(open["id"]));
  EXPECT_THAT(listed(of(ann)), ElementsAre(open["id"]));
  EXPECT_THAT(listed(with(cat), cat.token), ElementsAre(quiet["id"])) << "whoever stands in it may know";
}

TEST_F(Collections, EndWithABlock) {
  auto const mine = make(ann, {id(cat), id(dan)}), theirs = make(cat, {id(dan)});
  act_on(cat, ann, "block");
  EXPECT_THAT(ids(show(mine)["accounts"]), ElementsAre(id(ann), id(dan))) << "taken out, not only hidden";
  error(app.get(at(theirs), ann.token), 403);
  EXPECT_THAT(listed(of(cat), ann.token), IsEmpty());
  act_on(dan, bob, "block");
  EXPECT_THAT(ids(show(mine, bob.token)["accounts"]), ElementsAre(id(ann)));
}

TEST_F(Collections, AreToldOf) {
  auto const made = make(ann, {id(cat)});
  EXPECT_EQ(told(cat, "added_to_collection"), 1);
  make(ann, {id(cat)});
  EXPECT_EQ(told(cat, "added_to_collection"), 2) << "each is news of its own";
  app.put(at(made), ann.token, R"({"name": "Others"})");
  EXPECT_EQ(told(cat, "collection_update"), 1);
  app.del(at(made), ann.token);
  EXPECT_EQ(told(cat, "added_to_collection"), 1);
  EXPECT_EQ(told(cat, "collection_update"), 0);
}

TEST_F(Collections, ArePagedByOffset) {
  std::vector<std::string> made;
  for (int i = 0; i < 3; ++i) made.push_back(make(ann, {})["id"]);
  auto const first = app.get(of(ann) + "?limit=2");
  EXPECT_THAT(header(first, "Link"), HasSubstr("offset=2>; rel=\"next\""));
  EXPECT_THAT(listed(of(ann) + "?limit=2&offset=2"), ElementsAre(made[0]));
  EXPECT_THAT(header(app.get(of(ann) + "?limit=2&offset=2"), "Link"), HasSubstr("offset=0>; rel=\"prev\""));
}

TEST_F(Collections, CostAsManyQueriesHoweverManyThereAre) {
  std::vector<std::string> many;
  for (int i = 0; i < 20; ++i) many.push_back(id(findable("many" + std::to_string(i))));
  for (int i = 0; i < 8; ++i) make(ann, many);
  auto const cost = [&](std::string const& target) {
    app.app().records.clear();
    auto const before = app.statements();
    EXPECT_EQ(app.get(target, bob.token).status, 200);
    return app.statements() - before;
  };
  cost(of(ann));  // now the token is known
  EXPECT_EQ(cost(of(ann) + "?limit=8"), cost(of(ann) + "?limit=1"));
  auto const one = make(ann, {id(cat)}), twenty = make(ann, many);
  EXPECT_EQ(cost(at(twenty)), cost(at(one)));
}

TEST_F(Collections, AreFoundByTheirAddress) {
  auto const dora = findable("dora");
  auto const made = make(ann, {id(dora)});
  auto const search = [&](std::string const& query) {
    return of_type("Search", app.get("/api/v2/search?q=" + query, bob.token));
  };
  auto const found = search(made["uri"].get<std::string>());
  EXPECT_THAT(ids(found["collections"]), ElementsAre(made["id"]));
  EXPECT_THAT(found["accounts"], IsEmpty()) << "its author is another matter";
  EXPECT_THAT(search(made["uri"].get<std::string>() + "&type=accounts")["collections"], IsEmpty());
  EXPECT_THAT(search(made["uri"].get<std::string>() + "0")["collections"], IsEmpty());
  EXPECT_THAT(search("People")["collections"], IsEmpty());
}

}  // namespace
}  // namespace dunlin
