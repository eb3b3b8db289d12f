#include "dunlin/store/tokens.hpp"

#include <gtest/gtest.h>

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/applications.hpp"
#include "dunlin/store/sessions.hpp"
#include "dunlin/store/users.hpp"
#include "support/test_database.hpp"

namespace dunlin::store {
namespace {

class LoginStore : public test::StoreTest {
 protected:
  LoginStore() {
    Account account;
    account.id = tx.next_id<AccountId>(now);
    account.username = "Ann";
    account.uri = "https://dunlin.test/ap/users/" + to_string(account.id);
    account.url = "https://dunlin.test/@Ann";
    account.created_at = now;
    accounts::insert(tx, account);
    user.id = tx.next_id<UserId>(now);
    user.account = account.id;
    user.email = "Ann@People.example";
    user.password_hash = "hash";
    user.role = 2;
    user.confirmed_at = now;
    user.created_at = now;
    users::insert(tx, user);
    client.id = tx.next_id<ApplicationId>(now);
    client.client_id = to_string(client.id);
    client.secret_hash = crypto::sha256("s");
    client.name = "An app";
    client.redirect_uris = {"a:b", "https://x.example/,{}\"\\"};
    client.scopes = "read write";
    client.created_at = now;
    applications::insert(tx, client);
  }
  TokenId token(std::string const& text, std::string const& scopes, UserId whose) {
    tokens::Issued const issued{.id = tx.next_id<TokenId>(now),
                                .seed = "seed" + text,
                                .application = client.id,
                                .user = whose,
                                .scopes = scopes,
                                .created_at = now};
    tokens::insert(tx, issued, crypto::sha256(text));
    return issued.id;
  }
  Timestamp now{std::chrono::milliseconds(1'760'000'000'123)};
  users::User user;
  applications::Application client;
};

TEST_F(LoginStore, FindsUsersInAnyCaseOfLetters) {
  EXPECT_EQ(users::by_email(tx, "ann@people.EXAMPLE")->id, user.id);
  EXPECT_EQ(users::by_username(tx, "ANN")->id, user.id);
  EXPECT_EQ(users::by_account(tx, user.account)->role_name, "Admin");
  EXPECT_FALSE(users::by_email(tx, "ann@people.exampl"));
  EXPECT_FALSE(users::by_username(tx, "ann_"));
}

TEST_F(LoginStore, GivesApplicationsBackAsTheyWere) {
  auto const found = applications::by_client_id(tx, client.client_id).value();
  EXPECT_EQ(found.redirect_uris, client.redirect_uris);
  EXPECT_EQ(found.secret_hash, client.secret_hash);
  EXPECT_EQ(found.created_at, now);
  EXPECT_FALSE(applications::by_client_id(tx, "none"));
}

TEST_F(LoginStore, TellsOfATokenWhatTheGateMustKnow) {
  auto const id = token("t", "read", user.id);
  auto const holder = tokens::holder_of(tx, crypto::sha256("t")).value();
  EXPECT_EQ(holder.id, id);
  EXPECT_EQ(holder.account, user.account);
  EXPECT_EQ(holder.permissions, 983036 | 65536) << "the role's and everybody's";
  EXPECT_TRUE(holder.confirmed && holder.approved && !holder.disabled && !holder.suspended);
  EXPECT_FALSE(holder.revoked_at || holder.last_used_at);
  tokens::touch(tx, id, user.id, now);
  EXPECT_EQ(tokens::holder_of(tx, crypto::sha256("t"))->last_used_at, now);
  EXPECT_FALSE(tokens::holder_of(tx, crypto::sha256("u")));
}

TEST_F(LoginStore, GivesNobodyPermissionsToAnApplication) {
  token("t", "read", {});
  auto const holder = tokens::holder_of(tx, crypto::sha256("t")).value();
  EXPECT_FALSE(holder.user);
  EXPECT_EQ(holder.permissions, 0);
}

TEST_F(LoginStore, ReusesATokenOfExactlyTheSameScopes) {
  auto const id = token("t", "read write", user.id);
  token("u", "read write", {});
  EXPECT_EQ(tokens::reusable(tx, client.id, user.id, "read write")->id, id);
  EXPECT_FALSE(tokens::reusable(tx, client.id, user.id, "read"));
  tokens::revoke(tx, id, now);
  EXPECT_FALSE(tokens::reusable(tx, client.id, user.id, "read write"));
}

TEST_F(LoginStore, RevokesWhatAnApplicationHasOfOneUserOnly) {
  token("t", "read", user.id);
  token("u", "write", user.id);
  auto const own = token("v", "read", {});
  EXPECT_EQ(applications::authorized_by(tx, user.id).size(), 1u);
  EXPECT_EQ(tokens::revoke_application(tx, client.id, user.id, now), 2);
  EXPECT_EQ(tokens::revoke_application(tx, client.id, user.id, now), 0);
  EXPECT_TRUE(applications::authorized_by(tx, user.id).empty());
  EXPECT_FALSE(tokens::holder_of(tx, crypto::sha256("v"))->revoked_at);
  EXPECT_TRUE(own);
}

TEST_F(LoginStore, KeepsACodeUntilLongAfterItsEnd) {
  tokens::Code const code{.application = client.id,
                          .user = user.id,
                          .redirect_uri = "a:b",
                          .scopes = "read",
                          .code_challenge = "",
                          .expires_at = now,
                          .token = {}};
  tokens::insert_code(tx, crypto::sha256("c"), code);
  EXPECT_FALSE(tokens::lock_code(tx, crypto::sha256("c"))->token);
  auto const id = token("t", "read", user.id);
  tokens::use_code(tx, crypto::sha256("c"), id);
  EXPECT_EQ(tokens::lock_code(tx, crypto::sha256("c"))->token, id);
  tokens::delete_codes_before(tx, now);
  EXPECT_TRUE(tokens::lock_code(tx, crypto::sha256("c")));
  tokens::delete_codes_before(tx, now + Duration(1));
  EXPECT_FALSE(tokens::lock_code(tx, crypto::sha256("c")));
}

TEST_F(LoginStore, EndsSessionsOneByOneOrAll) {
  for (auto const* text : {"a", "b", "c"})
    sessions::insert(tx, {.id = tx.next_id<TokenId>(now).value, .user = user.id, .created_at = now},
                     crypto::sha256(text), {.address = "2001:db8::1", .user_agent = "browser"});
  EXPECT_EQ(sessions::find(tx, crypto::sha256("a"))->user, user.id);
  sessions::remove(tx, crypto::sha256("a"));
  EXPECT_FALSE(sessions::find(tx, crypto::sha256("a")));
  sessions::touch(tx, sessions::find(tx, crypto::sha256("b"))->id, now + Duration(5));
  sessions::remove_older(tx, user.id, now + Duration(1));
  EXPECT_TRUE(sessions::find(tx, crypto::sha256("b")));
  EXPECT_FALSE(sessions::find(tx, crypto::sha256("c")));
  sessions::remove_all(tx, user.id);
  EXPECT_FALSE(sessions::find(tx, crypto::sha256("b")));
}

}  // namespace
}  // namespace dunlin::store
