#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dunlin/media/storage.hpp"
#include "dunlin/store/remote_files.hpp"
#include "support/command_test.hpp"
#include "support/pictures.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

struct MediaCommand : CommandTest {
  /// Another picture each time.
  json upload() {
    auto const form = form_with("file", drawn_png(60, 40 + ++uploads_));
    return json::parse(app.send(app.request("POST", "/api/v2/media", ann.token, form.body, form.type)).body);
  }
  static std::string key_of(json const& url) {
    auto const text = url.get<std::string>();
    return text.substr(text.find("/system/") + 8);
  }
  std::string path(std::string const& key) { return app.stored_at(key); }
  /// A file as it would lie there since two days.
  std::string old_file(std::string const& key) {
    app.wait(app.app().storage.put(key, "nobody's"));
    age(path(key));
    return key;
  }
  static void age(std::string const& file) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(48));
  }
  Login ann = app.local("ann");

 private:
  int uploads_ = 0;
};

TEST_F(MediaCommand, CountsFilesByKind) {
  upload();
  upload();
  old_file("elsewhere/ab/cd/abcd.png");
  EXPECT_EQ(run({"media", "usage"}), 0);
  EXPECT_THAT(out, ContainsRegex("Attachments +2 files"));
  EXPECT_THAT(out, ContainsRegex("Previews +2 files"));
  EXPECT_THAT(out, ContainsRegex("Other +1 files +8 B"));
  EXPECT_THAT(out, ContainsRegex("All +5 files"));
}

TEST_F(MediaCommand, RemovesWhatNothingNames) {
  auto const media = upload();
  auto const used = key_of(media["url"]), preview = key_of(media["preview_url"]);
  age(path(used));
  age(path(preview));
  auto const orphan = old_file("media_attachments/files/ab/cd/abcd.png");
  auto const emoji = old_file("custom_emojis/ab/cd/abcd.png");
  auto const young = std::string("media_attachments/files/ab/cd/young.png");
  app.wait(app.app().storage.put(young, "just uploaded"));

  EXPECT_EQ(run({"media", "remove-orphans", "--dry-run"}), 0);
  EXPECT_EQ(out, orphan + "\nWould remove 1 orphans, 8 B\n");
  EXPECT_TRUE(fs::exists(path(orphan)));
  EXPECT_EQ(run({"media", "remove-orphans", "--prefix=accounts/"}), 0);
  EXPECT_TRUE(fs::exists(path(orphan)));
  EXPECT_EQ(run({"media", "remove-orphans", "--start-after=media_attachments/files/ab/cd/abcd.png"}), 0);
  EXPECT_TRUE(fs::exists(path(orphan)));

  EXPECT_EQ(run({"media", "remove-orphans"}), 0);
  EXPECT_EQ(out, orphan + "\nRemoved 1 orphans, 8 B\n");
  EXPECT_FALSE(fs::exists(path(orphan)));
  for (auto const& key : {used, preview, emoji, young}) EXPECT_TRUE(fs::exists(path(key))) << key;
}

TEST_F(MediaCommand, ClearsWhatDeadProcessesLeft) {
  auto const work = app.app().storage.work_folder("7");
  fs::create_directories(work);
  std::ofstream(work + "/whole.mp4") << "half a film";
  auto const live = app.app().storage.work_folder("8");
  fs::create_directories(live);
  age(work);
  EXPECT_EQ(run({"media", "remove-orphans"}), 0);
  EXPECT_FALSE(fs::exists(work));
  EXPECT_TRUE(fs::exists(live));
}

TEST_F(MediaCommand, SaysWhatIsMissingOrBroken) {
  auto const first = upload(), second = upload();
  EXPECT_EQ(run({"media", "verify"}), 0);
  EXPECT_EQ(out, "4 files are well, 0 are not\n");
  fs::remove(path(key_of(first["url"])));
  std::ofstream(path(key_of(second["url"])), std::ios::trunc);
  std::ofstream(path(key_of(second["preview_url"])), std::ios::trunc) << gif(20, 20);
  EXPECT_EQ(run({"media", "verify"}), 1);
  EXPECT_THAT(out, HasSubstr(key_of(first["url"]) + ": missing\n"));
  EXPECT_THAT(out, HasSubstr(key_of(second["url"]) + ": empty\n"));
  EXPECT_THAT(out, HasSubstr(key_of(second["preview_url"]) + ": is image/gif\n"));
  EXPECT_THAT(out, HasSubstr("1 files are well, 3 are not\n"));
}

TEST_F(MediaCommand, ForgetsCopiesThatNobodyLookedAt) {
  auto const copy = [&](std::string const& name, std::chrono::hours ago) {
    auto const key = old_file("cache/remote/ab/cd/" + name);
    app.db().transact_blocking([&](db::Tx& tx) {
      store::remote_files::Copy const made{name, key, 8};
      store::remote_files::take_room(tx, made, 1000, app.clock().now() - ago);
      store::remote_files::settle(tx, made);
    });
    return path(key);
  };
  auto const old = copy("old.png", std::chrono::hours(24 * 8)), young = copy("young.png", std::chrono::hours(24 * 6));
  EXPECT_EQ(run({"media", "remove-orphans"}), 0);
  EXPECT_TRUE(fs::exists(old)) << "a copy is no orphan";
  EXPECT_EQ(run({"media", "remove", "--dry-run"}), 0);
  EXPECT_EQ(out, "Would remove 1 copies, 8 B\n");
  EXPECT_TRUE(fs::exists(old));
  EXPECT_EQ(run({"media", "remove"}), 0);
  EXPECT_EQ(out, "Removed 1 copies, 8 B\n");
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(young));
  EXPECT_EQ(run({"media", "remove", "--days=5"}), 0);
  EXPECT_FALSE(fs::exists(young));
  EXPECT_EQ(run({"media", "remove", "--days=soon"}), 1);
  auto const total = app.db().read_blocking([](db::Tx& tx) { return store::remote_files::total(tx); });
  EXPECT_EQ(total.bytes, 0);
}

TEST_F(MediaCommand, FindsWhoseFileItIs) {
  auto const media = upload();
  EXPECT_EQ(run({"media", "lookup", media["url"].get<std::string>()}), 0);
  EXPECT_EQ(out, "attachment of ann\n");
  auto const posted =
      app.post("/api/v1/statuses", ann.token, json{{"status", "x"}, {"media_ids", {media["id"]}}}.dump());
  EXPECT_EQ(run({"media", "lookup", media["preview_url"].get<std::string>()}), 0);
  EXPECT_EQ(out, "preview of ann, shown by " + json::parse(posted.body)["url"].get<std::string>() + "\n");
  EXPECT_EQ(run({"media", "lookup", "https://dunlin.test/system/nobody/s.png"}), 1);
}

}  // namespace
}  // namespace dunlin::test
