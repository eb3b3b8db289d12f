#include <gtest/gtest.h>

#include "dunlin/platform/crypto/crypto.hpp"

using namespace dunlin;
using namespace dunlin::crypto;

TEST(Passwords, NewHashesAreArgon2idAndVerify) {
  auto const hash = hash_password(Secret("correct horse"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, Secret("correct horse")));
  EXPECT_FALSE(verify_password(hash, Secret("correct hors")));
  EXPECT_FALSE(verify_password(hash, Secret("")));
  EXPECT_NE(hash_password(Secret("correct horse")), hash);
}

TEST(Passwords, HashesOfOtherArgon2ParametersVerify) {
  constexpr auto* hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_TRUE(verify_password(hash, Secret("password")));
  EXPECT_FALSE(verify_password(hash, Secret("Password")));
}

TEST(Passwords, ImportedBcryptHashesVerify) {
  std::string hash = "$2b$04$Iey2GbMbYxNi9i2ZGxdjHOKgJ7t5J3tJ3sTKl2LtHpbhdL39H9lpK";
  EXPECT_TRUE(verify_password(hash, Secret("correct horse")));
  EXPECT_FALSE(verify_password(hash, Secret("correct Horse")));
  hash[2] = 'a';
  EXPECT_TRUE(verify_password(hash, Secret("correct horse")));
  hash[2] = 'y';
  EXPECT_TRUE(verify_password(hash, Secret("correct horse")));
}

TEST(Passwords, ANulDoesNotCutABcryptPasswordShort) {
  constexpr auto* hash = "$2b$04$Iey2GbMbYxNi9i2ZGxdjHOKgJ7t5J3tJ3sTKl2LtHpbhdL39H9lpK";
  EXPECT_FALSE(verify_password(hash, Secret(std::string("correct horse\0more", 18))));
}

TEST(Passwords, NothingVerifiesAgainstOtherText) {
  for (auto const* hash : {"", "*", "!", "correct horse", "$1$abc$def", "$2b$04$short", "$argon2id$broken", "$2b$"})
    EXPECT_FALSE(verify_password(hash, Secret("correct horse"))) << hash;
}
