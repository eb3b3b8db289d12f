// Copies of files of other servers, and the bytes they may take.
#include "dunlin/actions/remote_media.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "component/web/browser.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/domain/safe_html.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/http/file_body.hpp"
#include "dunlin/store/accounts.hpp"
#include "support/pictures.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::int64_t cap = 1024 * 1024;

struct RemoteMedia : ::testing::Test {
  explicit RemoteMedia(std::string const& mode = "cache")
      : app([mode](config::Config& config) {
          RemoteServer::allow(config);
          config.remote_media = mode;
          config.remote_media_bytes = cap;
        }) {}

  /// A status of another server with a picture of some 270 KB; the ids of both.
  json receive(std::string const& name, bool run = true) { return receive(name, drawn_png(300, 300) + name, run); }
  json receive(std::string const& name, std::string const& bytes, bool run) {
    site.put("/" + name + ".png", bytes, 200, "image/png");
    app.clock().advance(std::chrono::seconds(1));
    Status status;
    status.uri = status.url = site.url("/notes/" + name);
    status.author = author.id;
    status.html = SafeHtml::trusted("<p>look</p>");
    status.created_at = app.clock().now();
    Media picture;
    picture.kind = MediaKind::image;
    picture.remote_url = site.url("/" + name + ".png");
    picture.width = picture.height = 300;
    status.media = {picture};
    StatusId id;
    app.db().transact_blocking([&](db::Tx& tx) { id = actions::receive_status(app.app(), tx, status, {}, false); });
    if (run) app.run_jobs();
    return json::parse(app.get("/api/v1/statuses/" + to_string(id), ann.token).body)["media_attachments"][0];
  }
  static std::string path(json const& url) {
    auto const text = url.get<std::string>();
    return text.substr(std::min(text.find("/media_proxy/"), text.size()));
  }
  std::int64_t on_disk() {
    std::int64_t bytes = 0;
    auto const folder = app.app().config.media_path + "/cache";
    if (!fs::exists(folder)) return 0;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) bytes += static_cast<std::int64_t>(entry.file_size());
    return bytes;
  }
  std::size_t asked(std::string const& name) {
    return static_cast<std::size_t>(std::ranges::count(site.gets(), "/" + name + ".png"));
  }
  access::Reply look(json const& url) { return app.get(path(url)); }

  RemoteServer site;
  TestApp app;
  Login ann = app.local("ann");
  Account author = app.remote("far", "localhost");
};

TEST_F(RemoteMedia, ComeWithTheirStatusAndAreServedFromHere) {
  auto const media = receive("a");
  EXPECT_EQ(media["remote_url"], site.url("/a.png"));
  auto const whole = look(media["url"]);
  ASSERT_EQ(whole.status, 200);
  EXPECT_EQ(whole.type, "image/png");
  EXPECT_EQ(whole.file->file_bytes(), drawn_png(300, 300).size() + 1);
  auto const small = look(media["preview_url"]);
  ASSERT_EQ(small.status, 200);
  EXPECT_LT(small.file->file_bytes(), whole.file->file_bytes());
  EXPECT_EQ(asked("a"), 2U) << "once for each size, by the job alone";
}

TEST_F(RemoteMedia, NeverTakeMoreThanTheyMay) {
  std::vector<json> all;
  for (char name = 'a'; name < 'k'; ++name) {
    all.push_back(receive(std::string(1, name)));
    EXPECT_LE(on_disk(), cap);
    EXPECT_GT(on_disk(), 0);
  }
  EXPECT_EQ(look(all.front()["url"]).status, 302) << "the oldest went";
  EXPECT_EQ(look(all.back()["url"]).status, 200);
  auto const total = app.db().read_blocking([](db::Tx& tx) { return store::remote_files::total(tx); });
  EXPECT_EQ(total.bytes, on_disk());
}

TEST_F(RemoteMedia, TheSameBytesElsewhereCostNothing) {
  auto const picture = drawn_png(300, 300);
  auto const first = receive("a", picture, true);
  auto const once = on_disk();
  auto const second = receive("b", picture, true);
  EXPECT_EQ(on_disk(), once);
  EXPECT_EQ(look(second["url"]).status, 200);
  // All that is not looked at goes, the shared file with the last of its names.
  app.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(look(second["url"]).status, 200);
  EXPECT_EQ(app.wait(actions::forget_copies(app.app(), app.clock().now() - std::chrono::hours(1))), 1)
      << "the small picture";
  EXPECT_EQ(look(first["url"]).status, 200);
  app.clock().advance(std::chrono::hours(2));
  app.wait(actions::forget_copies(app.app(), app.clock().now() - std::chrono::hours(1)));
  EXPECT_EQ(on_disk(), 0);
  auto const total = app.db().read_blocking([](db::Tx& tx) { return store::remote_files::total(tx); });
  EXPECT_EQ(total.bytes, 0);
}

TEST_F(RemoteMedia, AvatarsAndEmojiAreCopiedToo) {
  site.put("/face.png", drawn_png(64, 64), 200, "image/png");
  site.put("/blob.png", drawn_png(20, 20), 200, "image/png");
  author.avatar_url = site.url("/face.png");
  app.db().transact_blocking([&](db::Tx& tx) { store::accounts::update(tx, author); });
  receive("a", false);
  Status status;
  status.uri = status.url = site.url("/notes/emoji");
  status.author = author.id;
  status.html = SafeHtml::trusted("<p>:blob:</p>");
  status.created_at = app.clock().now();
  status.emojis = {{"blob", site.url("/blob.png")}};
  StatusId id;
  app.db().transact_blocking([&](db::Tx& tx) { id = actions::receive_status(app.app(), tx, status, {}, false); });
  auto const shown = json::parse(app.get("/api/v1/statuses/" + to_string(id), ann.token).body);
  auto const avatar = shown["account"]["avatar"], emoji = shown["emojis"][0]["url"];
  EXPECT_EQ(look(avatar).status, 302) << "nobody fetches it for who is not signed in";
  EXPECT_EQ(header(look(avatar), "Location"), site.url("/face.png"));
  app.run_jobs();
  EXPECT_EQ(look(avatar).status, 200);
  EXPECT_EQ(look(emoji).status, 200);
  EXPECT_EQ(asked("face"), 1U);
  // What we did not seal is fetched for nobody.
  auto forged = path(avatar);
  forged[forged.find("/media_proxy/") + 13] ^= 1;
  EXPECT_EQ(app.get(forged).status, 404);
}

TEST_F(RemoteMedia, WhatIsLookedAtStays) {
  auto const first = receive("a"), second = receive("b");
  app.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(look(first["url"]).status, 200);
  for (auto const* name : {"c", "d"}) receive(name);
  EXPECT_EQ(look(first["url"]).status, 200);
  EXPECT_EQ(look(second["url"]).status, 302) << "nobody looked at it for longer";
}

TEST_F(RemoteMedia, AnonymousVisitorsNeverCauseAFetch) {
  auto const media = receive("a", false);
  auto const reply = look(media["url"]);
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(header(reply, "Location"), site.url("/a.png"));
  EXPECT_EQ(look(media["preview_url"]).status, 302);
  EXPECT_EQ(asked("a"), 0U);

  auto const eve = person(app, "eve");
  Browser browser(app);
  browser.sign_in(eve.email, eve.password);
  EXPECT_EQ(browser.get(path(media["url"])).status, 200);
  EXPECT_EQ(asked("a"), 1U);
  EXPECT_EQ(look(media["url"]).status, 200) << "now it is here";
  EXPECT_EQ(asked("a"), 1U);
}

TEST_F(RemoteMedia, WhoeverGuessesIdsLearnsNothing) {
  auto const media = receive("a", false);
  auto const right = path(media["url"]);
  auto const wrong = right.substr(0, right.rfind('/') + 1) + std::string(40, '0');
  EXPECT_EQ(app.get(wrong).status, 404);
  auto other_size = right;
  other_size.replace(other_size.find("/original/"), 10, "/enormous/");
  EXPECT_EQ(app.get(other_size).status, 404);
}

TEST_F(RemoteMedia, OfServersWhoseMediaNobodyWantsAreNotFetched) {
  app.db().transact_blocking([](db::Tx& tx) {
    constexpr db::Statement reject{"test.reject",
                                   "insert into domain_policies (domain, severity, reject_media) "
                                   "values ('localhost', 0, true)"};
    tx.execute(reject);
  });
  auto const media = receive("a");
  EXPECT_EQ(asked("a"), 0U);
  EXPECT_EQ(on_disk(), 0);
  EXPECT_EQ(look(media["url"]).status, 302);
}

TEST_F(RemoteMedia, WhatIsNoPictureIsNotKept) {
  site.put("/a.png", "<svg onload='evil()'/>", 200, "image/png");
  Status status;
  status.uri = status.url = site.url("/notes/a");
  status.author = author.id;
  status.created_at = app.clock().now();
  status.media.emplace_back().remote_url = site.url("/a.png");
  app.db().transact_blocking([&](db::Tx& tx) { actions::receive_status(app.app(), tx, status, {}, false); });
  app.run_jobs();
  EXPECT_EQ(on_disk(), 0);
}

TEST_F(RemoteMedia, WhatLostItsRoomWhileItWasWrittenHasNoPlace) {
  namespace remote_files = store::remote_files;
  remote_files::Copy const slow{"slow", "cache/remote/aa/aa/slow.png", cap},
      quick{"quick", "cache/remote/bb/bb/q.png", 9};
  auto const with = [&](auto work) { return app.db().transact_blocking(work); };
  with([&](db::Tx& tx) { return remote_files::take_room(tx, slow, cap, app.clock().now()); });
  app.clock().advance(std::chrono::seconds(1));
  auto const room = with([&](db::Tx& tx) { return remote_files::take_room(tx, quick, cap, app.clock().now()); });
  EXPECT_EQ(room.evicted, std::vector{slow.file});
  EXPECT_FALSE(with([&](db::Tx& tx) { return remote_files::settle(tx, slow); }));
  EXPECT_TRUE(with([&](db::Tx& tx) { return remote_files::settle(tx, quick); }));
}

TEST_F(RemoteMedia, ADeadWriterKeepsNoPlaceForEver) {
  store::remote_files::Copy const dead{"d", "cache/remote/ab/cd/dead.png", 1000};
  auto const now = app.clock().now();
  auto const take = [&](store::remote_files::Copy const& copy, Timestamp when) {
    return app.db().transact_blocking([&](db::Tx& tx) { return store::remote_files::take_room(tx, copy, cap, when); });
  };
  EXPECT_TRUE(take(dead, now).taken);
  EXPECT_FALSE(take({"d", "cache/remote/ab/cd/next.png", 500}, now + std::chrono::minutes(1)).taken);
  auto const later = take({"d", "cache/remote/ab/cd/next.png", 500}, now + std::chrono::minutes(11));
  EXPECT_TRUE(later.taken);
  EXPECT_EQ(later.evicted, std::vector<std::string>{"cache/remote/ab/cd/dead.png"});
  EXPECT_EQ(app.db().read_blocking([](db::Tx& tx) { return store::remote_files::total(tx); }).bytes, 500);
  EXPECT_FALSE(take({"huge", "cache/remote/ab/cd/huge.png", cap + 1}, now).taken);
}

struct ProxiedMedia : RemoteMedia {
  ProxiedMedia() : RemoteMedia("proxy") {}
};

TEST_F(ProxiedMedia, ArePassedOnAndNotKept) {
  auto const media = receive("a");
  EXPECT_EQ(asked("a"), 0U);
  EXPECT_EQ(look(media["url"]).status, 302);
  auto const eve = person(app, "eve");
  Browser browser(app);
  browser.sign_in(eve.email, eve.password);
  auto const reply = browser.get(path(media["url"]));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.type, "image/png");
  EXPECT_EQ(reply.body, drawn_png(300, 300) + "a");
  EXPECT_EQ(on_disk(), 0);
}

struct LinkedMedia : RemoteMedia {
  LinkedMedia() : RemoteMedia("off") {}
};

TEST_F(LinkedMedia, AreShownFromWhereTheyAre) {
  auto const media = receive("a");
  EXPECT_EQ(media["url"], site.url("/a.png"));
  EXPECT_EQ(asked("a"), 0U);
}

}  // namespace
}  // namespace dunlin::test
