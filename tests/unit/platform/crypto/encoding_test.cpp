#include <gtest/gtest.h>

#include "dunlin/platform/crypto/crypto.hpp"

using namespace dunlin::crypto;

TEST(Base64, AgreesWithRfc4648) {
  std::pair<std::string, std::string> const examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (auto const& [bytes, text] : examples) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, RefusesWhatIsMalformed) {
  for (auto const* text : {"Zg", "Zg=", "Z", "Zm9v!A==", "Zm 9v", "Zh==", "=", "====", "Zm9v=Zm9", "-_-_"})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

TEST(Base64Url, HasItsOwnAlphabetAndNoPadding) {
  std::string const bytes = "\xfb\xff\xfe\x01";
  EXPECT_EQ(base64url(bytes), "-__-AQ");
  EXPECT_EQ(from_base64url("-__-AQ"), bytes);
  EXPECT_EQ(from_base64url("-__-AQ=="), bytes);
  EXPECT_EQ(from_base64url("+//+AQ"), std::nullopt);
  EXPECT_EQ(from_base64url("-__-AQ="), std::nullopt);
}

TEST(Hex, IsLowerCase) {
  EXPECT_EQ(hex(std::string("\x00\xAB\x7f", 3)), "00ab7f");
}
