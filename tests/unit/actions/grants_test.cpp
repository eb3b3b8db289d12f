#include "dunlin/actions/grants.hpp"

#include <gtest/gtest.h>

namespace dunlin::actions {
namespace {

// RFC 7636, appendix B.
constexpr auto verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr auto challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

TEST(Pkce, AcceptsTheVerifierOfTheStandard) {
  EXPECT_TRUE(verifier_fits(challenge, verifier));
}

TEST(Pkce, RefusesAnyOtherVerifier) {
  std::string other = verifier;
  other[0] = 'e';
  EXPECT_FALSE(verifier_fits(challenge, other));
  EXPECT_FALSE(verifier_fits(challenge, challenge));  // as the method "plain" would have it
  EXPECT_FALSE(verifier_fits(challenge, ""));
  EXPECT_FALSE(verifier_fits(challenge, std::string(129, 'a')));
}

TEST(Pkce, KnowsWhatAChallengeLooksLike) {
  EXPECT_TRUE(is_challenge(challenge));
  EXPECT_FALSE(is_challenge("short"));
  EXPECT_FALSE(is_challenge("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"));
}

}  // namespace
}  // namespace dunlin::actions
