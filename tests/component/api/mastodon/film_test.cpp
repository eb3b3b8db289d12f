// Film and sound on their way from what was sent to what is shown.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dunlin/actions/process_media.hpp"
#include "dunlin/media/storage.hpp"
#include "support/pictures.hpp"
#include "support/schema.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;
using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;

namespace fs = std::filesystem;

constexpr auto tone = "-f lavfi -i sine=frequency=440:duration=2";
constexpr auto film = "-f lavfi -i testsrc=duration=1:size=128x96:rate=10";

struct FilmApi : test::AppTest {
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }

  /// What ffmpeg makes of it.
  std::string made(std::string const& how, std::string const& name) {
    auto const path = folder / name;
    auto const command = "ffmpeg -nostdin -v fatal -y " + how + " " + path.string();
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return contents(path);
  }
  static std::string contents(fs::path const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  json send(std::string_view bytes, int expected = 202) {
    auto const form = test::form_with("file", bytes, "description=moving");
    auto const reply = app.send(app.request("POST", "/api/v2/media", ann.token, form.body, form.type));
    EXPECT_EQ(reply.status, expected) << reply.body;
    return json::parse(reply.body);
  }
  access::Reply look(json const& media, Login const& who) {
    return app.get("/api/v1/media/" + media["id"].get<std::string>(), who.token);
  }
  /// Sends it, lets the jobs run, and returns what is shown then.
  json ready(std::string_view bytes) {
    auto const media = send(bytes);
    app.run_jobs();
    auto const reply = look(media, ann);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  std::string path_of(json const& url) {
    return app.stored_at(url.get<std::string>().substr(std::string("https://dunlin.test/system/").size()));
  }
  std::size_t files() {
    std::size_t count = 0;
    for (auto const& entry : fs::recursive_directory_iterator(app.app().config.media_path))
      if (entry.is_regular_file()) ++count;
    return count;
  }

  fs::path const folder = fs::temp_directory_path() / ("dunlin-film-" + std::to_string(::getpid()));
  Login ann = app.local("ann"), bob = app.local("bob");
};

TEST_F(FilmApi, AnHourOfSilenceIsAnHourOfSound) {
  auto const shown = ready(made("-f lavfi -i anullsrc=r=8000:cl=mono -t 3600 -c:a flac", "silence.flac"));
  EXPECT_EQ(shown["type"], "audio");
  EXPECT_THAT(shown["meta"]["original"]["duration"].get<double>(), AllOf(Ge(3599.5), Le(3600.5)));
  EXPECT_THAT(shown["meta"]["length"].get<std::string>(), HasSubstr("1:00:00"));
}

TEST_F(FilmApi, ASoundWaitsForItsJob) {
  auto const media = send(made(tone, "tone.wav"));
  EXPECT_EQ(media["type"], "audio");
  EXPECT_TRUE(media["url"].is_null());
  EXPECT_EQ(media["description"], "moving");
  EXPECT_EQ(look(media, ann).status, 206);
  EXPECT_EQ(look(media, bob).status, 404);
  auto const status = json{{"status", "x"}, {"media_ids", {media["id"]}}};
  auto const early = app.post("/api/v1/statuses", ann.token, status.dump());
  EXPECT_EQ(early.status, 422);
  EXPECT_THAT(early.body, HasSubstr("not finished processing"));

  app.run_jobs();
  auto const reply = look(media, ann);
  EXPECT_EQ(reply.status, 200);
  auto const shown = json::parse(reply.body);
  EXPECT_TRUE(test::schema_problems("MediaAttachment", shown).empty());
  EXPECT_THAT(shown["url"].get<std::string>(), HasSubstr(".mp3"));
  EXPECT_TRUE(shown["preview_url"].is_null());
  EXPECT_THAT(shown["meta"]["original"]["duration"].get<double>(), AllOf(Ge(1.9), Le(2.2)));
  EXPECT_EQ(shown["meta"]["audio_encode"], "mp3");
  EXPECT_TRUE(fs::is_regular_file(path_of(shown["url"])));
  EXPECT_EQ(files(), 1U) << "what was sent is gone";
  EXPECT_EQ(app.post("/api/v1/statuses", ann.token, status.dump()).status, 200);
}

TEST_F(FilmApi, AFilmPlaysEverywhere) {
  for (auto const* name : {"film.mp4", "film.webm", "film.mov"}) {
    SCOPED_TRACE(name);
    auto const shown = ready(made(std::string(film) + " " + tone + " -metadata location=+52.5+013.4/ -shortest", name));
    EXPECT_TRUE(test::schema_problems("MediaAttachment", shown).empty());
    EXPECT_EQ(shown["type"], "video");
    EXPECT_THAT(shown["url"].get<std::string>(), HasSubstr(".mp4"));
    EXPECT_EQ(shown["meta"]["original"]["width"], 128);
    EXPECT_EQ(shown["meta"]["original"]["height"], 96);
    EXPECT_EQ(shown["meta"]["original"]["frame_rate"], "10/1");
    EXPECT_THAT(shown["meta"]["original"]["duration"].get<double>(), AllOf(Ge(0.9), Le(1.2)));
    EXPECT_EQ(shown["meta"]["small"]["size"], "128x96");
    EXPECT_EQ(shown["meta"]["audio_encode"], "aac");
    EXPECT_EQ(shown["blurhash"].get<std::string>().size(), 36U);
    EXPECT_TRUE(fs::is_regular_file(path_of(shown["preview_url"])));
    EXPECT_THAT(contents(path_of(shown["url"])), Not(HasSubstr("+52.5"))) << "where it was taken";
  }
}

TEST_F(FilmApi, WhatMovesWithoutASoundIsAGifv) {
  auto const gif = made(std::string(film) + " -vf scale=65:49", "moving.gif");
  auto const media = send(gif);
  EXPECT_EQ(media["type"], "gifv");
  app.run_jobs();
  auto const shown = json::parse(look(media, ann).body);
  EXPECT_EQ(shown["type"], "gifv");
  EXPECT_THAT(shown["url"].get<std::string>(), HasSubstr(".mp4"));
  EXPECT_EQ(shown["meta"]["original"]["width"], 64) << "H.264 wants even sides";
  EXPECT_EQ(ready(made(film, "silent.mp4"))["type"], "gifv");
  EXPECT_EQ(send(made(std::string(film) + " -frames:v 1", "still.gif"), 200)["type"], "image");
}

TEST_F(FilmApi, ASoundShowsItsCover) {
  std::ofstream(folder / "cover.png", std::ios::binary) << test::drawn_png(200, 200);
  auto const bytes = made(std::string(tone) + " -i " + (folder / "cover.png").string() +
                              " -map 0 -map 1 -c:v copy -disposition:v attached_pic",
                          "tone.mp3");
  auto const shown = ready(bytes);
  EXPECT_EQ(shown["type"], "audio");
  EXPECT_EQ(shown["meta"]["small"]["size"], "200x200");
  EXPECT_EQ(shown["meta"]["colors"].size(), 3U);
  EXPECT_TRUE(fs::is_regular_file(path_of(shown["preview_url"])));
}

TEST_F(FilmApi, AThumbnailOfOnesOwnStands) {
  auto const bytes = made(std::string(film) + " " + tone + " -shortest", "film.mp4");
  auto const thumbnail = test::form_with("thumbnail", test::drawn_png(300, 100));
  auto const media = send(bytes);
  auto const at = "/api/v1/media/" + media["id"].get<std::string>();
  EXPECT_EQ(app.send(app.request("PUT", at, ann.token, thumbnail.body, thumbnail.type)).status, 206);
  app.run_jobs();
  auto shown = json::parse(look(media, ann).body);
  EXPECT_EQ(shown["meta"]["small"]["size"], "300x100") << "given while the film was in work";
  auto const former = path_of(shown["preview_url"]);

  auto const other = test::form_with("thumbnail", test::drawn_png(100, 200));
  EXPECT_EQ(app.send(app.request("PUT", at, ann.token, other.body, other.type)).status, 200);
  app.run_jobs();
  shown = json::parse(look(media, ann).body);
  EXPECT_EQ(shown["meta"]["small"]["size"], "100x200");
  EXPECT_FALSE(fs::exists(former));
  EXPECT_TRUE(fs::exists(path_of(shown["preview_url"])));
  auto const words = test::form_with("thumbnail", "words");
  EXPECT_EQ(app.send(app.request("PUT", at, ann.token, words.body, words.type)).status, 422);
}

TEST_F(FilmApi, AnEditGivesAFilmAnotherThumbnail) {
  auto const media = ready(made(std::string(film) + " " + tone + " -shortest", "film.mp4"));
  auto const id = media["id"].get<std::string>();
  auto const posted = app.post("/api/v1/statuses", ann.token, json{{"status", "x"}, {"media_ids", {id}}}.dump());
  auto const status = json::parse(posted.body)["id"].get<std::string>();
  auto const form = test::form_with("media_attributes[][thumbnail]", test::drawn_png(300, 100),
                                    "status=x&media_ids[]=" + id + "&media_attributes[][id]=" + id);
  auto const reply = app.send(app.request("PUT", "/api/v1/statuses/" + status, ann.token, form.body, form.type));
  ASSERT_EQ(reply.status, 200) << reply.body;
  auto const shown = json::parse(app.get("/api/v1/statuses/" + status, bob.token).body)["media_attachments"][0];
  EXPECT_EQ(shown["meta"]["small"]["size"], "300x100");
  EXPECT_TRUE(fs::exists(path_of(shown["preview_url"])));
}

TEST_F(FilmApi, WhatCannotBePlayedFailsAndIsGone) {
  for (auto const& bytes : {test::mp4(), test::wav(), made(film, "film.webm").substr(0, 300)}) {
    auto const media = send(bytes);
    app.run_jobs();
    auto const reply = look(media, ann);
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(reply.body, HasSubstr("Error processing"));
    auto const status = json{{"status", "x"}, {"media_ids", {media["id"]}}};
    EXPECT_EQ(app.post("/api/v1/statuses", ann.token, status.dump()).status, 422);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(FilmApi, APlaylistOpensNoOtherFile) {
  std::ofstream(folder / "secret.wav", std::ios::binary) << made(tone, "tone.wav");
  auto const path = (folder / "secret.wav").string();
  // As sound that begins like an MP3, a reader that believed its words would follow them.
  auto const media = send("ID3\x03" + std::string(12, '\0') + "#EXTM3U\n#EXTINF:1,\nfile://" + path + "\n");
  app.run_jobs();
  EXPECT_EQ(look(media, ann).status, 422);
}

TEST_F(FilmApi, AnUploadThatIsDiscardedMeanwhileLeavesNothing) {
  auto const media = send(made(tone, "tone.wav"));
  EXPECT_EQ(app.del("/api/v1/media/" + media["id"].get<std::string>(), ann.token).status, 200);
  app.run_jobs();
  EXPECT_EQ(files(), 0U);
}

TEST_F(FilmApi, TheNextAttemptClearsWhatAKilledProcessLeft) {
  auto const media = send(made(tone, "tone.wav"));
  auto const left = app.app().config.media_path + "/.work/" + media["id"].get<std::string>();
  fs::create_directories(left);
  std::ofstream(left + "/whole.mp3") << "half a file";
  app.run_jobs();
  EXPECT_EQ(look(media, ann).status, 200);
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(FilmApi, WhatFailsAgainAndAgainIsGivenUp) {
  auto const media = send(made(tone, "tone.wav"));
  actions::ProcessMedia const job{MediaId{std::stoll(media["id"].get<std::string>())}};
  app.wait(actions::process_media(app.app(), job, {.attempt = actions::ProcessMedia::tries + 1}));
  EXPECT_EQ(look(media, ann).status, 422);
}

}  // namespace
}  // namespace dunlin
