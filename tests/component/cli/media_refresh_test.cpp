// Files of other servers, fetched anew.
#include <gmock/gmock.h>

#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/remote_media.hpp"
#include "dunlin/domain/safe_html.hpp"
#include "support/command_test.hpp"
#include "support/pictures.hpp"
#include "support/remote_server.hpp"

namespace dunlin::test {
namespace {

struct MediaRefresh : CommandTest {
  MediaRefresh() : CommandTest(RemoteServer::allow) {}

  StatusId receive(std::string const& name) {
    site.put("/" + name + ".png", drawn_png(30, 30) + name, 200, "image/png");
    Status status;
    status.uri = status.url = site.url("/notes/" + name);
    status.author = author.id;
    status.html = SafeHtml::trusted("<p>look</p>");
    status.created_at = app.clock().now();
    Media picture;
    picture.kind = MediaKind::image;
    picture.remote_url = site.url("/" + name + ".png");
    picture.preview_url = site.url("/" + name + ".png");
    picture.width = picture.height = 30;
    status.media = {picture};
    StatusId id;
    app.db().transact_blocking([&](db::Tx& tx) { id = actions::receive_status(app.app(), tx, status, {}, true); });
    return id;
  }
  auto asked(std::string const& name) { return std::ranges::count(site.gets(), "/" + name + ".png"); }

  RemoteServer site;
  Account author = app.remote("far", "localhost");
};

TEST_F(MediaRefresh, FetchesWhatIsNotThere) {
  receive("a");
  auto const second = receive("b");
  EXPECT_EQ(run({"media", "refresh"}), 1);
  EXPECT_EQ(run({"media", "refresh", "--domain=localhost", "--dry-run"}), 0) << err;
  EXPECT_EQ(out, "Would look for 2 attachments\n");
  EXPECT_EQ(asked("a"), 0);
  EXPECT_EQ(run({"media", "refresh", "--status=" + to_string(second)}), 0) << err;
  EXPECT_EQ(asked("a"), 0);
  EXPECT_EQ(asked("b"), 1);
  EXPECT_EQ(run({"media", "refresh", "--account=far@localhost", "--verbose", "--concurrency=3"}), 0) << err;
  EXPECT_THAT(out, ::testing::HasSubstr("a.png: fetched\n"));
  EXPECT_EQ(asked("a"), 1);
  EXPECT_EQ(asked("b"), 1) << "it is there";
  EXPECT_EQ(run({"media", "refresh", "--days=1", "--force"}), 0) << err;
  EXPECT_GE(asked("b"), 2);
  site.put("/a.png", "gone", 404);
  EXPECT_EQ(run({"media", "refresh", "--domain=localhost", "--force"}), 0) << err;
  EXPECT_THAT(out, ::testing::HasSubstr("not to be had\n"));
  EXPECT_EQ(run({"media", "refresh", "--domain=localhost", "--concurrency=1000"}), 1);
}

}  // namespace
}  // namespace dunlin::test
