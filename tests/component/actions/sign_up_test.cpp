#include "dunlin/actions/sign_up.hpp"

#include <gtest/gtest.h>

#include "component/web/browser.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/users.hpp"

namespace dunlin::actions {
namespace {

class SignUpAction : public test::AppTest {
 protected:
  NewLogin join(std::string const& username) {
    return app.wait(sign_up(app.app(), {.username = username,
                                        .email = username + "@people.example",
                                        .password = Secret("long enough"),
                                        .agreement = true,
                                        .locale = "de",
                                        .reason = ""}));
  }
};

TEST_F(SignUpAction, MakesAnAccountWithNumericAddressesAndItsKey) {
  auto const made = join("Newcomer");
  app.db().read_blocking([&](db::Tx& tx) {
    auto const account = store::accounts::find(tx, made.account).value();
    auto const id = to_string(made.account);
    EXPECT_EQ(account.username, "Newcomer");
    EXPECT_EQ(account.uri, "https://dunlin.test/ap/users/" + id);
    EXPECT_EQ(account.url, "https://dunlin.test/@Newcomer");
    EXPECT_EQ(account.inbox_url, account.uri + "/inbox");
    EXPECT_EQ(account.shared_inbox_url, "https://dunlin.test/inbox");
    EXPECT_EQ(account.followers_url, account.uri + "/followers");
    auto const key = store::actor_keys::signing_key(tx, made.account);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->key_id, account.uri + "#main-key");
    auto const user = store::users::find(tx, made.user).value();
    EXPECT_EQ(user.locale, "de");
    EXPECT_TRUE(user.confirmed_at) << "no mail can be sent";
    EXPECT_TRUE(user.approved);
    EXPECT_TRUE(crypto::verify_password(user.password_hash, Secret("long enough")));
  });
}

TEST_F(SignUpAction, TakesANameOnlyOnce) {
  join("ann");
  EXPECT_THROW(join("ANN"), Refusal);
}

TEST(NameProblems, AcceptWhatMastodonAccepts) {
  EXPECT_TRUE(name_problems("a_b9", "admin@localhost").empty());
  EXPECT_TRUE(name_problems("x", "a+b@mail.example").empty());
}

TEST(NameProblems, RefuseWhatCannotBeAnAddress) {
  for (auto const* email : {"nope", "@x", "a@", "a@b@c", "a b@c", "a@b..c", "a@.b", "<a>@b.example", "a@b."})
    EXPECT_FALSE(name_problems("ann", email).empty()) << email;
  for (auto const* name : {"", "a b", "ä", "a.b", "a-b", "a@b"})
    EXPECT_FALSE(name_problems(name, "a@b.c").empty()) << name;
}

TEST(Reserved, IsAdminInAnyCase) {
  EXPECT_TRUE(is_reserved("admin"));
  EXPECT_TRUE(is_reserved("ADMIN"));
  EXPECT_TRUE(is_reserved("instance_actor"));
  EXPECT_FALSE(is_reserved("adminx"));
  EXPECT_FALSE(is_reserved("ann"));
}

}  // namespace
}  // namespace dunlin::actions
