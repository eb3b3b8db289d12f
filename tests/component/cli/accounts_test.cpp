#include <gtest/gtest.h>

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/settings.hpp"
#include "dunlin/store/users.hpp"
#include "support/command_test.hpp"

using namespace dunlin;

namespace {

struct AccountsCommand : test::CommandTest {
  store::users::User user(std::string const& name) {
    return app.db().read_blocking([&](db::Tx& tx) { return store::users::by_username(tx, name).value(); });
  }
  std::string password() const {
    constexpr std::string_view before = "New password: ";
    auto const at = out.find(before);
    return at == out.npos ? "" : out.substr(at + before.size(), out.find('\n', at) - at - before.size());
  }
};

}  // namespace

TEST_F(AccountsCommand, CreatesALoginAndPrintsItsPassword) {
  ASSERT_EQ(run({"accounts", "create", "ann", "--email", "ann@people.example", "--confirmed", "--role=Owner"}), 0)
      << err;
  EXPECT_EQ(out, "OK\nNew password: " + password() + "\n");
  auto const made = user("ann");
  EXPECT_TRUE(crypto::verify_password(made.password_hash, Secret(password())));
  EXPECT_EQ(made.role_name, "Owner");
  EXPECT_TRUE(made.confirmed_at);
  EXPECT_TRUE(made.approved);
}

TEST_F(AccountsCommand, GivesAdminsNamesThatStrangersMayNotTake) {
  EXPECT_EQ(run({"accounts", "create", "admin", "--email=admin@localhost"}), 0) << err;
  EXPECT_FALSE(user("admin").confirmed_at);
}

TEST_F(AccountsCommand, WaitsForApprovalWhereThatIsWanted) {
  app.db().transact_blocking(
      [](db::Tx& tx) { store::settings::set_registrations(tx, store::Registrations::approved); });
  EXPECT_EQ(run({"accounts", "create", "ann", "--email=a@people.example"}), 0);
  EXPECT_FALSE(user("ann").approved);
  EXPECT_EQ(run({"accounts", "create", "bob", "--email=b@people.example", "--approve"}), 0);
  EXPECT_TRUE(user("bob").approved);
}

TEST_F(AccountsCommand, SaysWhatIsWrong) {
  EXPECT_EQ(run({"accounts", "create", "a b", "--email=a@people.example"}), 1);
  EXPECT_NE(err.find("username must contain only letters"), std::string::npos) << err;
  app.local("ann");
  EXPECT_EQ(run({"accounts", "create", "ann", "--email=x@people.example"}), 1);
  EXPECT_NE(err.find("username has already been taken"), std::string::npos) << err;
  EXPECT_EQ(run({"accounts", "create", "bob", "--email=b@people.example", "--role=owner"}), 1);
  EXPECT_NE(err.find("there are: Moderator, Admin, Owner"), std::string::npos) << err;
  EXPECT_EQ(run({"accounts", "modify", "nobody", "--confirm"}), 1);
  EXPECT_EQ(run({"accounts", "create", "bob"}), 2) << "an address is required";
}

TEST_F(AccountsCommand, ChangesALogin) {
  auto const ann = app.local("ann");
  EXPECT_EQ(run({"accounts", "modify", "ann", "--role", "Moderator", "--email", "new@people.example", "--disable"}), 0);
  EXPECT_EQ(user("ann").role_name, "Moderator");
  EXPECT_EQ(user("ann").email, "new@people.example");
  EXPECT_TRUE(user("ann").disabled);
  EXPECT_EQ(run({"accounts", "modify", "ann", "--enable", "--remove_role"}), 0);
  EXPECT_FALSE(user("ann").disabled);
  EXPECT_EQ(user("ann").role, 0);
}

TEST_F(AccountsCommand, EndsWhatTheOldPasswordOpened) {
  auto const ann = app.local("ann");
  EXPECT_EQ(app.get("/api/v1/apps/verify_credentials", ann.token).status, 200);
  ASSERT_EQ(run({"accounts", "modify", "ann", "--reset-password"}), 0);
  EXPECT_TRUE(crypto::verify_password(user("ann").password_hash, Secret(password())));
  EXPECT_EQ(app.get("/api/v1/apps/verify_credentials", ann.token).status, 401);
}
