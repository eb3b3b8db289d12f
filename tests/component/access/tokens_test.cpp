#include "dunlin/access/tokens.hpp"

#include <gtest/gtest.h>

#include "dunlin/store/records.hpp"
#include "support/test_app.hpp"

namespace dunlin::access {
namespace {

class TokensTest : public test::AppTest {
 protected:
  Tokens::Found find(Tokens& tokens, std::string const& hash) {
    return app.db().read_blocking([&](db::Tx& tx) { return tokens.find(tx, hash); });
  }
};

TEST_F(TokensTest, RemembersForAMinuteAtMost) {
  auto const hash = Tokens::hash(app.local("ann").token);
  Tokens tokens(app.clock(), 1 << 20);
  EXPECT_FALSE(tokens.remembered(hash));
  ASSERT_TRUE(find(tokens, hash).token);
  EXPECT_TRUE(tokens.remembered(hash));
  app.clock().advance(std::chrono::seconds(61));
  EXPECT_FALSE(tokens.remembered(hash));
}

TEST_F(TokensTest, StaysWithinItsBytes) {
  auto const ann = app.local("ann");
  Tokens tokens(app.clock(), 2048);
  std::string last;
  for (int i = 0; i < 10; ++i) {
    last = Tokens::hash(app.token(ann, "read"));
    find(tokens, last);
  }
  EXPECT_EQ(tokens.size(), 4u);
  EXPECT_TRUE(tokens.remembered(last));
}

TEST_F(TokensTest, ForgetsOneTokenOrAllOfAUser) {
  auto const ann = app.local("ann"), bob = app.local("bob");
  auto const second = app.token(ann, "read");
  Tokens tokens(app.clock(), 1 << 20);
  for (auto const& token : {ann.token, second, bob.token}) find(tokens, Tokens::hash(token));
  tokens.forget({store::change::token, to_string(ann.token_id)});
  EXPECT_FALSE(tokens.remembered(Tokens::hash(ann.token)));
  EXPECT_TRUE(tokens.remembered(Tokens::hash(second)));
  tokens.forget({store::change::token, "user:" + to_string(ann.user)});
  EXPECT_FALSE(tokens.remembered(Tokens::hash(second)));
  EXPECT_TRUE(tokens.remembered(Tokens::hash(bob.token)));
}

TEST_F(TokensTest, DoesNotRememberWhatWasForgottenWhileItAsked) {
  auto const ann = app.local("ann");
  auto const hash = Tokens::hash(ann.token);
  Tokens tokens(app.clock(), 1 << 20);
  app.db().transact_blocking([&](db::Tx& tx) {
    // Between the first look and the answer: the stamp is older than the change.
    struct Listener final : Clock {
      Tokens* tokens = nullptr;
      std::string key;
      Clock const* real = nullptr;
      Timestamp now() const override {
        tokens->forget({store::change::token, key});
        return real->now();
      }
    } clock;
    Tokens other(clock, 1 << 20);
    clock.tokens = &other;
    clock.key = to_string(ann.token_id);
    clock.real = &app.clock();
    ASSERT_TRUE(other.find(tx, hash).token);
    EXPECT_EQ(other.size(), 0u);
  });
}

}  // namespace
}  // namespace dunlin::access
