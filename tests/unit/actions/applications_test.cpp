#include "dunlin/actions/applications.hpp"

#include <gtest/gtest.h>

namespace dunlin::actions {
namespace {

TEST(RedirectAddress, MayBeTheWebAnAppOrOutOfBand) {
  for (auto const* uri : {"urn:ietf:wg:oauth:2.0:oob", "https://elk.zone/cb?x=1", "http://localhost:8080/cb",
                          "icecubesapp://", "com.keylesspalace.tusky://oauth", "myapp:callback"})
    EXPECT_TRUE(may_redirect_to(uri)) << uri;
}

TEST(RedirectAddress, MayNotRunCodeOrBeNoAddress) {
  for (auto const* uri : {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "", "nothing",
                          "//host/path", "/path", "https://", "https:///path", "https://a.example/#part", "app:",
                          "https://user@host/", "https://a.example/a b", "https://a.example/\r\nSet-Cookie: a=b"})
    EXPECT_FALSE(may_redirect_to(uri)) << uri;
}

}  // namespace
}  // namespace dunlin::actions
