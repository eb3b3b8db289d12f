#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Filters : test::PostingTest {
  static constexpr char const* all = "/api/v2/filters";
  static std::string at(json const& filter, std::string_view rest = {}) {
    return "/api/v2/filters/" + filter["id"].get<std::string>() + std::string(rest);
  }
  static json draft_of(std::string_view keyword, bool whole_word = true) {
    return {{"title", "t"},
            {"context", {"home", "public"}},
            {"keywords_attributes", {{{"keyword", keyword}, {"whole_word", whole_word}}}}};
  }
  json make(json const& draft) { return of_type("Filter", app.post(all, bob.token, draft.dump())); }
  json put(json const& filter, json const& draft) {
    return of_type("Filter", app.put(at(filter), bob.token, draft.dump()));
  }
  static std::vector<std::string> words(json const& filter) {
    std::vector<std::string> found;
    for (auto const& keyword : filter["keywords"]) found.push_back(keyword["keyword"]);
    return found;
  }
  /// Ids of the filters that this status is said to match, for bob.
  std::vector<std::string> filters_of(json const& status) {
    std::vector<std::string> found;
    for (auto const& result : status.at("filtered")) found.push_back(result["filter"]["id"]);
    return found;
  }
};

TEST_F(Filters, AreMadeChangedAndRemoved) {
  auto draft = draft_of("word");
  draft["expires_in"] = 3600;
  draft["filter_action"] = "blur";
  auto const made = make(draft);
  EXPECT_EQ(made["context"], json::array({"home", "public"}));
  EXPECT_EQ(made["filter_action"], "blur");
  EXPECT_NE(made["expires_at"], nullptr);
  EXPECT_THAT(words(made), ElementsAre("word"));
  EXPECT_EQ(of_type("Filter", app.get(at(made), bob.token)), made);
  auto const changed = put(made, {{"title", "new"}, {"context", {"account"}}, {"expires_in", ""}});
  EXPECT_EQ(changed["title"], "new");
  EXPECT_EQ(changed["context"], json::array({"account"}));
  EXPECT_EQ(changed["expires_at"], nullptr);
  EXPECT_EQ(changed["filter_action"], "blur");
  EXPECT_EQ(put(made, {{"filter_action", "hide"}})["title"], "new");
  EXPECT_THAT(ids(of_type("Array<Filter>", app.get(all, bob.token))), ElementsAre(made["id"]));
  EXPECT_EQ(app.del(at(made), bob.token).body, "{}");
  EXPECT_EQ(app.get(at(made), bob.token).status, 404);
  EXPECT_EQ(app.get(all, bob.token).body, "[]");
}

TEST_F(Filters, ComeInFormsAndQueriesToo) {
  auto const form = [&](std::string_view body) {
    return of_type("Filter", app.send(app.request("POST", all, bob.token, body, "application/x-www-form-urlencoded")));
  };
  auto const made = form(
      "title=t&context[]=home&context[]=thread&keywords_attributes[][keyword]=one&keywords_attributes[][whole_word]="
      "false"
      "&keywords_attributes[][keyword]=two&keywords_attributes[][whole_word]=true");
  EXPECT_THAT(words(made), ElementsAre("one", "two"));
  EXPECT_EQ(made["keywords"][0]["whole_word"], false);
  EXPECT_THAT(words(form("title=t&context[]=home&keywords_attributes[0][keyword]=a&keywords_attributes[1][keyword]=b")),
              ElementsAre("a", "b"));
  auto const added = of_type("FilterKeyword", app.post(at(made, "/keywords?keyword=three&whole_word=0"), bob.token));
  EXPECT_EQ(added["whole_word"], false);
}

TEST_F(Filters, RefuseWhatIsNotWhole) {
  auto const refused = [&](json const& draft) { return error(app.post(all, bob.token, draft.dump()), 422); };
  EXPECT_EQ(refused({{"context", {"home"}}}), "Validation failed: Title can't be blank");
  EXPECT_EQ(refused({{"title", "t"}}), "Validation failed: None or invalid context supplied");
  EXPECT_EQ(refused({{"title", "t"}, {"context", {"everywhere"}}}),
            "Validation failed: None or invalid context supplied");
  refused({{"title", "t"}, {"context", {"home"}}, {"filter_action", "eat"}});
  refused({{"title", "t"}, {"context", {"home"}}, {"expires_in", "soon"}});
  refused({{"title", std::string(257, 'x')}, {"context", {"home"}}});
  EXPECT_EQ(refused(draft_of("")), "Validation failed: Keyword can't be blank");
  refused(draft_of(std::string(513, 'x')));
  EXPECT_EQ(app.get(all, bob.token).body, "[]");
  auto const made = make(draft_of("x"));
  EXPECT_EQ(app.put(at(made), bob.token, R"({"context": []})").status, 422);
  EXPECT_EQ(app.post(at(made, "/keywords"), bob.token, R"({"keyword": ""})").status, 422);
}

TEST_F(Filters, ChangeTheirKeywordsTogetherOrOneByOne) {
  auto const made = make(
      {{"title", "t"}, {"context", {"home"}}, {"keywords_attributes", {{{"keyword", "one"}}, {{"keyword", "two"}}}}});
  auto const one = made["keywords"][0]["id"], two = made["keywords"][1]["id"];
  auto const changed = put(made, {{"keywords_attributes",
                                   {{{"id", one}, {"keyword", "uno"}},
                                    {{"id", two}, {"_destroy", true}},
                                    {{"keyword", "three"}, {"whole_word", false}}}}});
  EXPECT_THAT(words(changed), ElementsAre("uno", "three"));
  EXPECT_EQ(of_type("Filter", app.get(at(made), bob.token)), changed);
  EXPECT_EQ(app.put(at(made), bob.token, json{{"keywords_attributes", {{{"id", two}}}}}.dump()).status, 404);

  auto const path = "/api/v2/filters/keywords/" + one.get<std::string>();
  EXPECT_EQ(of_type("FilterKeyword", app.patch(path, bob.token, R"({"whole_word": false})"))["keyword"], "uno");
  EXPECT_EQ(of_type("FilterKeyword", app.get(path, bob.token))["whole_word"], false);
  EXPECT_EQ(app.del(path, bob.token).body, "{}");
  EXPECT_EQ(app.get(path, bob.token).status, 404);
  EXPECT_EQ(of_type("Array<FilterKeyword>", app.get(at(made, "/keywords"), bob.token)).size(), 1U);
}

TEST_F(Filters, AreTheirOwnersOnly) {
  auto const made = make(draft_of("word"));
  auto const keyword = "/api/v2/filters/keywords/" + made["keywords"][0]["id"].get<std::string>();
  auto const status = post(ann, "word");
  auto const named =
      of_type("FilterStatus", app.post(at(made, "/statuses"), bob.token, json{{"status_id", status["id"]}}.dump()));
  auto const by_name = "/api/v2/filters/statuses/" + named["id"].get<std::string>();
  for (auto const& target : {at(made), at(made, "/keywords"), at(made, "/statuses"), keyword, by_name}) {
    EXPECT_EQ(error(app.get(target, ann.token), 404), "Record not found") << target;
    EXPECT_EQ(app.get(target).status, 401) << target;
  }
  for (auto const& target : {at(made), keyword, by_name}) EXPECT_EQ(app.del(target, ann.token).status, 404);
  EXPECT_EQ(app.put(at(made), ann.token).status, 404);
  EXPECT_EQ(app.put(keyword, ann.token, R"({"keyword": "x"})").status, 404);
  EXPECT_EQ(app.post(at(made, "/keywords"), ann.token, R"({"keyword": "x"})").status, 404);
  EXPECT_THAT(show(ann.token, status)["filtered"], IsEmpty());
  EXPECT_FALSE(show({}, status).contains("filtered"));
}

TEST_F(Filters, NameStatusesTheirOwnerMaySee) {
  auto const made = make({{"title", "t"}, {"context", {"home"}}});
  auto const status = post(ann, "x"), secret = post(ann, json{{"status", "s"}, {"visibility", "private"}});
  auto const name = [&](json const& id) {
    return app.post(at(made, "/statuses"), bob.token, json{{"status_id", id}}.dump());
  };
  auto const named = of_type("FilterStatus", name(status["id"]));
  EXPECT_EQ(name(status["id"]).status, 422);
  EXPECT_EQ(name(secret["id"]).status, 404);
  EXPECT_EQ(name("999").status, 404);
  EXPECT_EQ(name("x").status, 404);
  auto const results = show(bob.token, status)["filtered"];
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0]["status_matches"], json::array({status["id"]}));
  EXPECT_EQ(results[0]["keyword_matches"], nullptr);
  EXPECT_FALSE(results[0]["filter"].contains("keywords"));
  auto const boost = act(ann, status, "reblog");
  EXPECT_THAT(filters_of(show(bob.token, boost)), ElementsAre(made["id"]));
  EXPECT_EQ(of_type("Array<FilterStatus>", app.get(at(made, "/statuses"), bob.token)), json::array({named}));
  auto const path = "/api/v2/filters/statuses/" + named["id"].get<std::string>();
  EXPECT_EQ(of_type("FilterStatus", app.get(path, bob.token)), named);
  EXPECT_EQ(app.del(path, bob.token).body, "{}");
  EXPECT_THAT(show(bob.token, status)["filtered"], IsEmpty());
}

TEST_F(Filters, TellInEveryListWhatMatches) {
  follow(bob.account, ann.account);
  auto draft = draft_of("kraken");
  draft["filter_action"] = "hide";
  auto const made = make(draft);
  auto const status = post(ann, "@bob the KRAKEN #sea");
  auto const boost = act(ann, post(ann, json{{"status", "x"}, {"spoiler_text", "kraken!"}}), "reblog");
  auto const answer = post(ann, json{{"status", "a kraken"}, {"in_reply_to_id", status["id"]}});
  app.run_jobs();
  std::vector<std::string> const targets{
      "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/sea",
      "/api/v1/accounts/" + to_string(ann.account.id) + "/statuses?exclude_reblogs=1",
      "/api/v1/statuses?id[]=" + status["id"].get<std::string>()};
  for (auto const& target : targets) {
    auto const shown = list(target, bob.token);
    EXPECT_FALSE(shown.empty()) << target;
    for (auto const& one : shown) EXPECT_THAT(filters_of(one), ElementsAre(made["id"])) << target << one.dump();
  }
  EXPECT_EQ(show(bob.token, status)["filtered"][0]["keyword_matches"], json::array({"KRAKEN"}));
  EXPECT_THAT(filters_of(show(bob.token, boost)["reblog"]), ElementsAre(made["id"]));
  auto const thread = of_type("Context", app.get(path(status, "/context"), bob.token));
  EXPECT_THAT(filters_of(thread["descendants"][0]), ElementsAre(made["id"]));
  auto const notes = of_type("Array<Notification>", app.get("/api/v1/notifications?types[]=mention", bob.token));
  EXPECT_THAT(filters_of(notes.at(0)["status"]), ElementsAre(made["id"]));
  EXPECT_THAT(filters_of(act(bob, status, "favourite")), ElementsAre(made["id"]));
}

TEST_F(Filters, ChangeWhatIsSaidAtOnce) {
  auto const status = post(ann, "a kraken");
  EXPECT_THAT(show(bob.token, status)["filtered"], IsEmpty());
  auto const made = make(draft_of("kraken"));
  EXPECT_THAT(filters_of(show(bob.token, status)), ElementsAre(made["id"]));
  app.put(path(status), ann.token, R"({"status": "a whale"})");
  EXPECT_THAT(show(bob.token, status)["filtered"], IsEmpty());
  put(made, {{"keywords_attributes", {{{"keyword", "whale"}}}}});
  EXPECT_THAT(filters_of(show(bob.token, status)), ElementsAre(made["id"]));
  put(made, {{"expires_in", 60}});
  app.clock().advance(std::chrono::seconds(61));
  EXPECT_THAT(show(bob.token, status)["filtered"], IsEmpty());
}

TEST_F(Filters, CostNoQueryWhenHomeIsInMemory) {
  follow(bob.account, ann.account);
  make(draft_of("kraken"));
  post(ann, "a kraken");
  list("/api/v1/timelines/home", bob.token);
  list("/api/v1/timelines/home", bob.token);
  auto const before = app.statements();
  EXPECT_EQ(list("/api/v1/timelines/home", bob.token).at(0)["filtered"].size(), 1U);
  EXPECT_EQ(app.statements(), before);
}

TEST_F(Filters, OfTheFirstApiAreTheSameFilters) {
  auto const old = "/api/v1/filters";
  auto const reply = app.post(old, bob.token, R"({"phrase": "kraken", "context": ["home"], "irreversible": true})");
  EXPECT_EQ(header(reply, "Deprecation"), "@1668384000");
  auto const made = of_type("V1Filter", reply);
  EXPECT_EQ(made["irreversible"], true);
  EXPECT_EQ(made["whole_word"], true);
  auto const one = std::string(old) + "/" + made["id"].get<std::string>();
  auto const modern = of_type("Array<Filter>", app.get(all, bob.token)).at(0);
  EXPECT_EQ(modern["title"], "kraken");
  EXPECT_EQ(modern["filter_action"], "hide");
  auto const body = R"({"phrase": "whale", "context": ["public"], "irreversible": false, "whole_word": false})";
  auto const changed = of_type("V1Filter", app.put(one, bob.token, body));
  EXPECT_EQ(changed["phrase"], "whale");
  EXPECT_EQ(changed["whole_word"], false);
  EXPECT_EQ(of_type("V1Filter", app.get(one, bob.token)), changed);

  app.post(at(modern, "/keywords"), bob.token, R"({"keyword": "squid"})");
  EXPECT_EQ(of_type("Array<V1Filter>", app.get(old, bob.token)).size(), 2U);
  EXPECT_EQ(app.patch(one, bob.token, R"({"context": ["home"]})").status, 422);
  EXPECT_EQ(of_type("V1Filter", app.patch(one, bob.token, R"({"whole_word": true})"))["whole_word"], true);
  EXPECT_EQ(app.del(one, bob.token).body, "{}");
  EXPECT_THAT(words(of_type("Filter", app.get(at(modern), bob.token))), ElementsAre("squid"));
  auto const last = of_type("Array<V1Filter>", app.get(old, bob.token)).at(0)["id"].get<std::string>();
  EXPECT_EQ(app.del(std::string(old) + "/" + last, ann.token).status, 404);
  EXPECT_EQ(app.del(std::string(old) + "/" + last, bob.token).status, 200);
  EXPECT_EQ(app.get(all, bob.token).body, "[]");
  EXPECT_EQ(app.post(old, bob.token, R"({"context": ["home"]})").status, 422);
}

}  // namespace
}  // namespace dunlin
