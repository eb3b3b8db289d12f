#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/store/kept_files.hpp"
#include "support/pictures.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct MediaApi : test::AppTest {
  access::Reply send_file(Login const& who, std::string_view bytes, std::string_view others = {}) {
    auto const form = test::form_with("file", bytes, others);
    return app.send(app.request("POST", "/api/v2/media", who.token, form.body, form.type));
  }
  json upload(Login const& who, std::string_view others = {}) {
    auto const reply = send_file(who, picture, others);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  /// Another picture each time.
  json upload_another(Login const& who) {
    auto const reply = send_file(who, test::drawn_png(600, 300 + ++others_));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  json post(Login const& who, json const& status, int expected = 200) {
    auto const reply = app.post("/api/v1/statuses", who.token, status.dump());
    EXPECT_EQ(reply.status, expected) << reply.body;
    return json::parse(reply.body);
  }
  static std::string path_of(json const& media) {
    return media["url"].get<std::string>().substr(std::string("https://dunlin.test").size());
  }
  static std::string at(json const& media) { return "/api/v1/media/" + media["id"].get<std::string>(); }
  std::string file_of(json const& media) {
    return app.stored_at(path_of(media).substr(std::string("/system/").size()));
  }

  std::string const picture = test::drawn_png(600, 400);
  Login ann = app.local("ann"), bob = app.local("bob");

 private:
  int others_ = 0;
};

TEST_F(MediaApi, AnUploadIsDescribedByItsBytes) {
  auto const media = upload(ann, "description=a gradient&focus=0.5,-0.25");
  EXPECT_EQ(media["type"], "image");
  EXPECT_EQ(media["description"], "a gradient");
  EXPECT_EQ(media["meta"]["original"]["size"], "600x400");
  EXPECT_EQ(media["meta"]["small"]["size"], "588x392");
  EXPECT_EQ(media["meta"]["focus"], json({{"x", 0.5}, {"y", -0.25}}));
  EXPECT_THAT(media["blurhash"].get<std::string>(), AllOf(SizeIs(36), StartsWith("U")));
  EXPECT_THAT(media["preview_url"].get<std::string>(), HasSubstr("/system/media_attachments/small/"));
  EXPECT_THAT(media["url"].get<std::string>(), StartsWith("https://dunlin.test/system/media_attachments/files/"));
  EXPECT_TRUE(std::filesystem::is_regular_file(file_of(media)));
  EXPECT_EQ(json::parse(app.get(at(media), ann.token).body), media);
}

TEST_F(MediaApi, APictureIsDrawnAnewSoNothingElseOfTheFileIsServed) {
  auto const reply = send_file(ann, picture + "<script>a secret at the end</script>");
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const file = file_of(json::parse(reply.body));
  std::ifstream stream(file, std::ios::binary);
  std::string const kept((std::istreambuf_iterator<char>(stream)), {});
  EXPECT_THAT(kept, StartsWith("\x89PNG"));
  EXPECT_THAT(kept, Not(HasSubstr("secret")));
}

TEST_F(MediaApi, ABrokenPictureIsRefused) {
  auto const broken = send_file(ann, test::png(600, 400));
  EXPECT_EQ(broken.status, 422);
  EXPECT_THAT(broken.body, HasSubstr("Error processing thumbnail"));
  EXPECT_EQ(send_file(ann, picture.substr(0, picture.size() / 2)).status, 422);
}

TEST_F(MediaApi, APreviewGoesWithItsPicture) {
  auto const media = upload(ann);
  auto preview = media;
  preview["url"] = media["preview_url"];
  EXPECT_TRUE(std::filesystem::is_regular_file(file_of(preview)));
  EXPECT_EQ(app.del(at(media), ann.token).status, 200);
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(file_of(preview)));
}

TEST_F(MediaApi, WhatIsNoPictureIsRefusedWhateverItCallsItself) {
  auto const liar = send_file(ann, "this is no picture, only words");
  EXPECT_EQ(liar.status, 422);
  EXPECT_THAT(liar.body, HasSubstr("could not be verified"));
  EXPECT_EQ(send_file(ann, picture, "description=" + std::string(10'001, 'x')).status, 422);
  EXPECT_EQ(send_file(ann, test::png(10'000, 10'000)).status, 422);
  EXPECT_EQ(app.post("/api/v2/media", ann.token, R"({"file":"words"})").status, 422);
  EXPECT_EQ(app.post("/api/v2/media", ann.token, "{}").status, 422);
}

TEST_F(MediaApi, IsOnesOwnUntilAStatusShowsIt) {
  auto const media = upload(ann);
  EXPECT_EQ(app.get(at(media), bob.token).status, 404);
  EXPECT_EQ(app.put(at(media), bob.token, R"({"description":"x"})").status, 404);
  EXPECT_EQ(app.del(at(media), bob.token).status, 404);
  auto const changed = json::parse(app.put(at(media), ann.token, R"({"description":"b","focus":"-1.0,7"})").body);
  EXPECT_EQ(changed["description"], "b");
  EXPECT_EQ(changed["meta"]["focus"], json({{"x", -1.0}, {"y", 1.0}}));

  auto const status = post(ann, {{"status", ""}, {"media_ids", {media["id"]}}});
  ASSERT_THAT(status["media_attachments"], SizeIs(1));
  EXPECT_EQ(status["media_attachments"][0]["description"], "b");
  EXPECT_EQ(app.get(at(media), ann.token).status, 404);
  EXPECT_EQ(app.put(at(media), ann.token, R"({"description":"x"})").status, 404);
  EXPECT_EQ(app.del(at(media), ann.token).status, 422);
}

TEST_F(MediaApi, OnlyOnesOwnLooseFilesCanBeAttachedAndOnlySixteen) {
  auto const theirs = upload(bob), mine = upload(ann);
  post(ann, {{"status", "x"}, {"media_ids", {theirs["id"]}}}, 422);
  post(ann, {{"status", "x"}, {"media_ids", {"999999999999"}}}, 422);
  post(ann, {{"status", "x"}, {"media_ids", {mine["id"]}}});
  post(ann, {{"status", "x"}, {"media_ids", {mine["id"]}}}, 422);
  json many = json::array();
  for (int i = 0; i < 17; ++i) many.push_back(upload(ann)["id"]);
  post(ann, {{"status", "x"}, {"media_ids", many}}, 422);
  many.erase(16);
  EXPECT_EQ(post(ann, {{"status", "x"}, {"media_ids", many}})["media_attachments"].size(), 16U);
  EXPECT_EQ(json::parse(app.get("/api/v2/instance").body)["configuration"]["statuses"]["max_media_attachments"], 16);
}

struct MediaQuota : ::testing::Test {
  test::TestApp app{[](config::Config& config) { config.media_quota = 40'000; }};
  Login ann = app.local("ann");
};

TEST_F(MediaQuota, EndsWhatOneMayKeep) {
  auto const send = [&](int height) {
    auto const form = test::form_with("file", test::drawn_png(100, height));
    return app.send(app.request("POST", "/api/v2/media", ann.token, form.body, form.type));
  };
  auto const used = [&] { return json::parse(app.get("/api/v1/profile", ann.token).body)["media_quota"]; };
  EXPECT_EQ(used(), json({{"used_bytes", 0}, {"most_bytes", 40'000}}));
  auto const first = json::parse(send(30).body);
  EXPECT_GT(used()["used_bytes"], 0);
  EXPECT_LT(used()["used_bytes"], 40'000);
  auto const refused = send(200);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(json::parse(refused.body)["error"].get<std::string>(), HasSubstr("no more than"));
  app.del("/api/v1/media/" + first["id"].get<std::string>(), ann.token);
  EXPECT_EQ(used()["used_bytes"], 0);
}

TEST_F(MediaApi, ADiscardedUploadGoesWithItsFile) {
  auto const media = upload(ann);
  EXPECT_EQ(app.del(at(media), ann.token).status, 200);
  EXPECT_EQ(app.get(at(media), ann.token).status, 404);
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(file_of(media)));
}

TEST_F(MediaApi, TheSameBytesLieOnceUntilNothingNamesThem) {
  auto const mine = upload(ann), theirs = upload(bob);
  EXPECT_EQ(mine["url"], theirs["url"]);
  app.del(at(mine), ann.token);
  app.run_jobs();
  EXPECT_TRUE(std::filesystem::exists(file_of(theirs)));
  app.del(at(theirs), bob.token);
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(file_of(theirs)));
  // And they come back like any other.
  EXPECT_TRUE(std::filesystem::exists(file_of(upload(ann))));
}

TEST_F(MediaApi, WhatIsBeingRemovedIsKeptUnderAnotherName) {
  auto const first = upload(ann);
  auto const key = path_of(first).substr(std::string("/system/").size());
  app.del(at(first), ann.token);
  constexpr std::int64_t job = 7;
  auto const doomed =
      app.db().transact_blocking([&](db::Tx& tx) { return store::kept_files::doom(tx, std::array{key}, job); });
  ASSERT_THAT(doomed, ElementsAre(key));
  // The job is between its two transactions.
  auto const second = upload(ann);
  EXPECT_NE(first["url"], second["url"]);
  app.wait(app.app().storage.remove(doomed));
  app.db().transact_blocking([&](db::Tx& tx) { store::kept_files::bury(tx, doomed, job); });
  EXPECT_TRUE(std::filesystem::exists(file_of(second)));
}

TEST_F(MediaApi, WhatIsClaimedStaysUntilItsClaimIsOld) {
  auto const key = app.wait(actions::keep_bytes(app.app(), "media_attachments/files", "png", picture));
  auto const remove = [&] {
    app.db().transact_blocking([&](db::Tx& tx) { jobs::enqueue(tx, actions::RemoveFiles{{key}}); });
    app.run_jobs();
  };
  remove();
  EXPECT_TRUE(std::filesystem::exists(app.stored_at(key)));
  app.clock().advance(std::chrono::hours(25));
  app.wait([](App& a) -> awaitable<void> {
    try {
      co_await actions::sweep_media(a, {}, {});
    } catch (jobs::Later const&) {  // it always comes again
    }
  }(app.app()));
  app.run_jobs();
  EXPECT_FALSE(std::filesystem::exists(app.stored_at(key)));
}

TEST_F(MediaApi, WhatNothingShowsIsRemovedAfterADay) {
  auto const loose = upload_another(ann), used = upload_another(ann), former = upload_another(ann),
             deleted = upload_another(ann);
  post(ann, {{"status", "kept"}, {"media_ids", {used["id"]}}});
  auto const edited = post(ann, {{"status", "edited"}, {"media_ids", {former["id"]}}});
  auto const gone = post(ann, {{"status", "gone"}, {"media_ids", {deleted["id"]}}});
  app.put("/api/v1/statuses/" + edited["id"].get<std::string>(), ann.token, R"({"status":"edited","media_ids":[]})");
  app.del("/api/v1/statuses/" + gone["id"].get<std::string>(), ann.token);
  app.db().transact_blocking([](db::Tx& tx) { actions::schedule_media_sweep(tx); });
  app.run_jobs();
  EXPECT_EQ(app.get(at(loose), ann.token).status, 200);

  app.clock().advance(std::chrono::hours(25));
  app.wait([](App& a) -> awaitable<void> {
    try {
      co_await actions::sweep_media(a, {}, {});
    } catch (jobs::Later const&) {  // it always comes again
    }
  }(app.app()));
  app.run_jobs();
  EXPECT_EQ(app.get(at(loose), ann.token).status, 404);
  EXPECT_FALSE(std::filesystem::exists(file_of(loose)));
  EXPECT_FALSE(std::filesystem::exists(file_of(deleted)));
  EXPECT_TRUE(std::filesystem::exists(file_of(used)));
  EXPECT_TRUE(std::filesystem::exists(file_of(former))) << "the history still shows it";
}

TEST_F(MediaApi, NeedsItsScope) {
  EXPECT_EQ(app.post("/api/v2/media", app.token(ann, "read write:statuses")).status, 403);
  EXPECT_EQ(app.post("/api/v2/media", "").status, 401);
}

}  // namespace
}  // namespace dunlin
