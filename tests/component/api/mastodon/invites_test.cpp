#include "support/posting_test.hpp"

namespace dunlin {
namespace {

struct Invites : test::PostingTest {
  void invite(std::string_view code, std::optional<int> most_uses, std::optional<Timestamp> expires_at) {
    app.db().transact_blocking([&](db::Tx& tx) {
      tx.execute(insert_sql, tx.next_id<Id<struct InviteTag>>(app.clock().now()), ann.user, code, most_uses, expires_at,
                 app.clock().now());
    });
  }
  static constexpr db::Statement insert_sql{
      "test.invite",
      "insert into invites (id, user_id, code, most_uses, expires_at, created_at) values ($1, $2, $3, $4, $5, $6)"};
};

TEST_F(Invites, TellAppsWhereToSignUp) {
  invite("fine", 1, app.clock().now() + std::chrono::hours(1));
  auto const shown = of_type("Invite", app.get("/invite/fine"));
  EXPECT_EQ(shown["invite_code"], "fine");
  EXPECT_EQ(shown["instance_api_url"], "https://dunlin.test/api/v2/instance");
  app.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(error(app.get("/invite/fine"), 404), "Record not found") << "it is over";
}

TEST_F(Invites, ThatAreUnknownOrUsedUpAreNotFound) {
  invite("used", 0, std::nullopt);
  EXPECT_EQ(error(app.get("/invite/used"), 404), "Record not found");
  EXPECT_EQ(error(app.get("/invite/nosuchcode"), 404), "Record not found");
}

TEST_F(Invites, NobodyIsAskedForDonations) {
  EXPECT_EQ(app.get("/api/v1/donation_campaigns", ann.token).status, 204);
  error(app.get("/api/v1/donation_campaigns"), 401);
}

}  // namespace
}  // namespace dunlin
