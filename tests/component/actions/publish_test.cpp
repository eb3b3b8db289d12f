#include "dunlin/actions/publish.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "dunlin/store/statuses.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Publish : test::AppTest {
  test::Login ann = app.local("ann");

  Status publish(std::string const& text, Visibility visibility = Visibility::public_) {
    actions::Draft draft;
    draft.text = text;
    draft.visibility = visibility;
    return app.wait(actions::publish(app.app(), ann.account.id, std::move(draft)));
  }
};

TEST_F(Publish, KnownPeopleOfOtherServersAreMentioned) {
  auto const far = app.remote("Far", "far.test");
  auto const status = publish("hi @far@FAR.test and @ann@dunlin.test");
  EXPECT_THAT(status.mentions, SizeIs(2));
  EXPECT_THAT(status.html.text(),
              HasSubstr("<a href=\"" + far.url + "\" class=\"u-url mention\">@<span>Far</span></a>"));
}

TEST_F(Publish, AServerThatDoesNotAnswerHoldsUpNobody) {
  auto const start = std::chrono::steady_clock::now();
  auto const status = publish("hi @who@203.0.113.1 and @someone@nowhere.invalid");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  EXPECT_THAT(status.mentions, IsEmpty());
  EXPECT_THAT(status.html.text(), HasSubstr("@someone@nowhere.invalid"));
}

TEST_F(Publish, TheAuthorOfASilencedAccountIsNotPublic) {
  auto const quiet = app.local("quiet", "read write", [&](Account& a) { a.silenced_at = app.clock().now(); });
  actions::Draft draft;
  draft.text = "psst";
  auto const status = app.wait(actions::publish(app.app(), quiet.account.id, std::move(draft)));
  EXPECT_EQ(status.visibility, Visibility::unlisted);
}

TEST_F(Publish, WhatIsTakenAwayLeavesATombstone) {
  auto const status = publish("x");
  app.db().transact_blocking([&](db::Tx& tx) {
    actions::unpublish(app.app(), tx, ann.account.id, status.id);
    EXPECT_TRUE(store::statuses::is_buried(tx, status.uri));
  });
}

TEST_F(Publish, DistributingTwiceDoesNoHarm) {
  auto const bob = app.local("bob");
  auto const status = publish("@bob hi");
  for (int i = 0; i < 2; ++i)
    app.db().transact_blocking([&](db::Tx& tx) { jobs::enqueue(tx, actions::Distribute{status.id}); });
  app.run_jobs();
  auto const told = app.db().read_blocking([&](db::Tx& tx) {
    return tx.query({"test.told", "select from notifications where account_id = $1"}, bob.account.id).size();
  });
  EXPECT_EQ(told, 1);
}

TEST(DistributePayload, IsReadBack) {
  for (bool const edited : {false, true}) {
    auto const read = actions::Distribute::from_text(actions::Distribute{StatusId{42}, edited}.to_text());
    EXPECT_EQ(read.status, StatusId{42});
    EXPECT_EQ(read.edited, edited);
  }
}

}  // namespace
}  // namespace dunlin
