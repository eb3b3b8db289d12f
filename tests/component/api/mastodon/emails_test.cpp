#include <gmock/gmock.h>

#include "dunlin/store/users.hpp"
#include "support/test_app.hpp"

namespace dunlin {
namespace {

using ::testing::HasSubstr;

struct Emails : test::AppTest {
  test::Login ann = app.local("ann"), bob = app.local("bob");

  /// As if she had just joined.
  void unconfirm() {
    static constexpr db::Statement sql{"test.unconfirm", "update users set confirmed_at = null where id = $1"};
    app.db().transact_blocking([&](db::Tx& tx) {
      tx.execute(sql, ann.user);
      store::users::set_disabled(tx, ann.user, false);  // announces that tokens stand otherwise
    });
  }
};

TEST_F(Emails, TellWhetherTheAddressIsConfirmed) {
  EXPECT_EQ(app.get("/api/v1/emails/check_confirmation", ann.token).body, "true");
  unconfirm();
  EXPECT_EQ(app.get("/api/v1/emails/check_confirmation", ann.token).body, "false");
  EXPECT_EQ(app.get("/api/v1/emails/check_confirmation").status, 401);
}

TEST_F(Emails, AreAskedForAgainOnlyWhileTheyWait) {
  EXPECT_EQ(app.post("/api/v1/emails/confirmations", ann.token).status, 403);
  unconfirm();
  EXPECT_EQ(app.post("/api/v1/emails/confirmations", ann.token).body, "{}");
  EXPECT_EQ(app.post("/api/v1/emails/confirmations", ann.token, R"({"email":"new@example.org"})").status, 200);
  auto const user = app.db().read_blocking([&](db::Tx& tx) { return store::users::find(tx, ann.user); });
  EXPECT_EQ(user->email, "new@example.org");
  auto const taken = app.post("/api/v1/emails/confirmations", ann.token, R"({"email":"bob@example.org"})");
  EXPECT_EQ(taken.status, 422);
  EXPECT_THAT(taken.body, HasSubstr("ERR_TAKEN"));
  EXPECT_EQ(app.post("/api/v1/emails/confirmations", ann.token, R"({"email":"nonsense"})").status, 422);
}

TEST_F(Emails, OfReadersAreTakenForNobody) {
  auto const path = "/api/v1/accounts/" + to_string(ann.account.id) + "/email_subscriptions";
  auto const reply = app.post(path, "", R"({"email":"reader@example.org"})");
  EXPECT_EQ(reply.status, 404);
  EXPECT_THAT(reply.body, HasSubstr("Not Found"));
  EXPECT_THAT(app.post("/api/v1/accounts/999/email_subscriptions", "", "{}").body, HasSubstr("Record not found"));
}

}  // namespace
}  // namespace dunlin
