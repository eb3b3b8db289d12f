#include "web/redirect_address.hpp"

#include <gtest/gtest.h>

namespace dunlin::web {
namespace {

TEST(FormTarget, IsTheOriginOfAWebsiteAndTheSchemeOfAnApp) {
  EXPECT_EQ(form_target("https://elk.zone/api/oauth?x=1"), "https://elk.zone");
  EXPECT_EQ(form_target("http://127.0.0.1:9/check"), "http://127.0.0.1:9");
  EXPECT_EQ(form_target("icecubesapp://"), "icecubesapp:");
  EXPECT_EQ(form_target("com.keylesspalace.tusky://oauth"), "com.keylesspalace.tusky:");
  EXPECT_EQ(form_target("urn:ietf:wg:oauth:2.0:oob"), "");
}

TEST(FormTarget, NamesTheSchemeWhereThePolicyCannotNameTheHost) {
  EXPECT_EQ(form_target("http://[::1]:8080/cb"), "http:");
}

TEST(WithParameters, JoinsWhatTheAddressHasAlready) {
  Parameters const code{{"code", "a b"}, {"state", ""}, {"x", "&="}};
  EXPECT_EQ(with_parameters("https://a.example/cb", code, false), "https://a.example/cb?code=a%20b&x=%26%3D");
  EXPECT_EQ(with_parameters("https://a.example/cb?k=1", code, false), "https://a.example/cb?k=1&code=a%20b&x=%26%3D");
  EXPECT_EQ(with_parameters("https://a.example/cb?", {{"code", "1"}}, false), "https://a.example/cb?code=1");
  EXPECT_EQ(with_parameters("icecubesapp://", {{"code", "1"}}, false), "icecubesapp://?code=1");
  EXPECT_EQ(with_parameters("https://a.example/cb?k=1", {{"code", "1"}}, true), "https://a.example/cb?k=1#code=1");
}

TEST(PlaceOf, SaysWhereThePersonGoes) {
  EXPECT_EQ(place_of("https://elk.zone/api"), "elk.zone");
  EXPECT_EQ(place_of("icecubesapp://"), "an app on this device (icecubesapp)");
  EXPECT_EQ(place_of("urn:ietf:wg:oauth:2.0:oob"), "");
}

}  // namespace
}  // namespace dunlin::web
