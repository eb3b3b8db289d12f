#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "dunlin/platform/archive/tar_gz.hpp"
#include "dunlin/store/announcements.hpp"
#include "support/command_test.hpp"
#include "support/pictures.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;

struct EmojiCommand : CommandTest {
  EmojiCommand() {
    std::filesystem::create_directories(folder);
    archive::TarGzWriter pack(folder + "/pack.tar.gz");
    pack.add("animals/cat.png", png(32, 32));
    pack.add("animals/dog.gif", gif(16, 16));
    pack.add("animals/._cat.png", "what a Mac leaves behind");
    pack.add("a-b.png", png(8, 8));
    pack.add("words.png", "no picture at all");
    pack.add("huge.png", png(8, 8) + std::string(256 * 1024, 'x'));
    pack.close();
  }
  ~EmojiCommand() override { std::filesystem::remove_all(folder); }

  json get(std::string const& target) { return json::parse(app.get(target, ann.token).body); }
  std::string post(std::string const& text) {
    return json::parse(app.post("/api/v1/statuses", ann.token, json{{"status", text}}.dump()).body).value("id", "");
  }
  /// The shortcodes of a list of emojis.
  static std::vector<std::string> codes(json const& emojis) {
    std::vector<std::string> found;
    for (auto const& emoji : emojis) found.push_back(emoji.value("shortcode", ""));
    return found;
  }

  Login ann = app.local("ann");
  std::string folder = testing::TempDir() + "emoji-packs-" + std::to_string(::getpid());
};

using Codes = std::vector<std::string>;

TEST_F(EmojiCommand, ImportsWhatIsAPictureAndSaysWhatIsNot) {
  EXPECT_EQ(run({"emoji", "import", folder + "/pack.tar.gz", "--prefix=my_", "--category=Pets"}), 1);
  EXPECT_EQ(out, "Imported 2, left 0 as they were, failed 3\n");
  EXPECT_NE(err.find("a-b.png: "), std::string::npos) << err;
  EXPECT_NE(err.find("words.png: "), std::string::npos) << err;
  EXPECT_NE(err.find("huge.png: "), std::string::npos) << err;
  auto const list = get("/api/v1/custom_emojis");
  EXPECT_EQ(codes(list), (Codes{"my_cat", "my_dog"}));
  EXPECT_EQ(list[0]["category"], "Pets");
  EXPECT_EQ(list[0]["visible_in_picker"], true);
  auto const url = list[0].value("url", "");
  auto const path = url.substr(url.find("/system/"));
  EXPECT_EQ(app.get(path, "").status, 200) << url;
}

TEST_F(EmojiCommand, LeavesTheOnesThereAreUnlessTold) {
  run({"emoji", "import", folder + "/pack.tar.gz"});
  auto const before = get("/api/v1/custom_emojis");
  run({"emoji", "import", folder + "/pack.tar.gz"});
  EXPECT_EQ(out, "Imported 0, left 2 as they were, failed 3\n");
  EXPECT_EQ(get("/api/v1/custom_emojis"), before);
  run({"emoji", "import", folder + "/pack.tar.gz", "--overwrite", "--unlisted"});
  EXPECT_EQ(out, "Imported 2, left 0 as they were, failed 3\n");
  EXPECT_EQ(get("/api/v1/custom_emojis"), json::array());
}

TEST_F(EmojiCommand, SaysWhatIsNoPack) {
  EXPECT_EQ(run({"emoji", "import", folder + "/none.tar.gz"}), 1);
  EXPECT_NE(err.find("none.tar.gz"), std::string::npos) << err;
}

TEST_F(EmojiCommand, ExportsWhatAnImportTakes) {
  run({"emoji", "import", folder + "/pack.tar.gz"});
  EXPECT_EQ(run({"emoji", "export", folder}), 0) << err;
  std::map<std::string, std::string> files;
  archive::read_tar_gz(folder + "/export.tar.gz", 1024,
                       [&](std::string_view name, std::string bytes) { files[std::string(name)] = std::move(bytes); });
  EXPECT_EQ(files, (std::map<std::string, std::string>{{"cat.png", png(32, 32)}, {"dog.gif", gif(16, 16)}}));
  EXPECT_EQ(run({"emoji", "export", folder}), 1);
  EXPECT_EQ(run({"emoji", "export", folder, "--overwrite"}), 0);
}

TEST_F(EmojiCommand, PurgesAll) {
  run({"emoji", "import", folder + "/pack.tar.gz"});
  EXPECT_EQ(codes(get("/api/v1/custom_emojis")).size(), 2U);
  EXPECT_EQ(run({"emoji", "purge", "--remote-only"}), 0);
  EXPECT_EQ(codes(get("/api/v1/custom_emojis")).size(), 2U);
  EXPECT_EQ(run({"emoji", "purge"}), 0);
  EXPECT_EQ(out, "Removed 2\n");
  EXPECT_EQ(get("/api/v1/custom_emojis"), json::array());
}

TEST_F(EmojiCommand, WhatIsImportedShowsInPostsPollsProfilesAndAnnouncements) {
  run({"emoji", "import", folder + "/pack.tar.gz"});
  auto const id = post("A :cat: and :nothing:");
  auto const status = get("/api/v1/statuses/" + id);
  EXPECT_EQ(codes(status["emojis"]), Codes{"cat"});
  EXPECT_NE(status.value("content", "").find(":cat:"), std::string::npos);

  app.send(app.request("PUT", "/api/v1/statuses/" + id, ann.token, R"({"status": "Now a :dog:"})"));
  EXPECT_EQ(codes(get("/api/v1/statuses/" + id)["emojis"]), Codes{"dog"});
  EXPECT_EQ(codes(get("/api/v1/statuses/" + id + "/history")[0]["emojis"]), Codes{"cat"});

  auto const poll =
      json::parse(app.post("/api/v1/statuses", ann.token,
                           R"({"status": "Who?", "poll": {"options": [":cat:", "x"], "expires_in": 600}})")
                      .body);
  EXPECT_EQ(codes(poll["emojis"]), Codes{"cat"});
  EXPECT_EQ(codes(poll["poll"]["emojis"]), Codes{"cat"});

  app.send(app.request("PATCH", "/api/v1/accounts/update_credentials", ann.token, R"({"display_name": "Ann :dog:"})"));
  EXPECT_EQ(codes(get("/api/v1/accounts/verify_credentials")["emojis"]), Codes{"dog"});

  // What it showed when it was written stays.
  auto const before = get("/api/v1/statuses/" + id)["emojis"];
  run({"emoji", "import", folder + "/pack.tar.gz", "--overwrite"});
  EXPECT_EQ(get("/api/v1/statuses/" + id)["emojis"], before);
  EXPECT_EQ(get("/api/v1/statuses/" + id + "/history")[1]["emojis"], before);
  auto const own = get("/api/v1/accounts/verify_credentials")["emojis"];
  app.send(app.request("PATCH", "/api/v1/accounts/update_credentials", ann.token, R"({"locked": true})"));
  EXPECT_EQ(get("/api/v1/accounts/verify_credentials")["emojis"], own);

  AnnouncementId announcement;
  app.db().transact_blocking([&](db::Tx& tx) {
    auto const now = app.clock().now();
    announcement = tx.next_id<AnnouncementId>(now);
    store::announcements::insert(tx, {.id = announcement,
                                      .text = "A :cat: for all",
                                      .all_day = false,
                                      .starts_at = {},
                                      .ends_at = {},
                                      .published_at = now,
                                      .updated_at = now});
  });
  auto const reaction = "/api/v1/announcements/" + to_string(announcement) + "/reactions/";
  EXPECT_EQ(app.send(app.request("PUT", reaction + "dog", ann.token, "{}")).status, 200);
  EXPECT_EQ(app.send(app.request("PUT", reaction + "nothing", ann.token, "{}")).status, 422);
  auto const shown = get("/api/v1/announcements")[0];
  EXPECT_EQ(codes(shown["emojis"]), Codes{"cat"});
  EXPECT_NE(shown["reactions"][0].value("url", ""), "");
}

}  // namespace
}  // namespace dunlin::test
