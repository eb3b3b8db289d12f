#include "platform/http/proxies.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dunlin::http {
namespace {

std::string way(Proxies const& proxies, char const* url) {
  auto const* proxy = proxies.to(*parse_url(url));
  return proxy ? proxy->host + ":" + std::to_string(proxy->port) : "direct";
}

TEST(Proxies, AreChosenByScheme) {
  Proxies const proxies("http://plain.example:3128/", "secure.example:8080", "");
  EXPECT_EQ(way(proxies, "http://a.example/"), "plain.example:3128");
  EXPECT_EQ(way(proxies, "https://a.example/"), "secure.example:8080");
  EXPECT_EQ(way(Proxies("", "", ""), "https://a.example/"), "direct");
  EXPECT_EQ(way(Proxies("proxy:1", "", ""), "https://a.example/"), "direct");
}

TEST(Proxies, AreLeftOutForTheExceptions) {
  Proxies const proxies("proxy:3128", "proxy:3128",
                        "localhost, .inner.example,plain.example 127.0.0.0/8,::1,*.star.example,ported.example:8443");
  for (auto const* url : {"http://localhost/", "https://a.inner.example/", "https://inner.example/",
                          "https://plain.example/", "https://sub.plain.example:99/", "http://127.9.9.9/",
                          "http://[::1]/", "https://a.star.example/", "https://ported.example:8443/"})
    EXPECT_EQ(way(proxies, url), "direct") << url;
  for (auto const* url : {"https://example/", "https://notplain.example/", "http://128.0.0.1/",
                          "https://ported.example/", "https://plain.example.evil/"})
    EXPECT_EQ(way(proxies, url), "proxy:3128") << url;
  EXPECT_EQ(way(Proxies("proxy:1", "proxy:1", "*"), "https://a.example/"), "direct");
}

TEST(Proxies, SayWhoAsks) {
  Proxies const proxies("http://user:p%40ss@proxy.example:3128", "", "");
  EXPECT_EQ(proxies.to(*parse_url("http://a/"))->authorization, "Basic dXNlcjpwQHNz");
  EXPECT_EQ(proxies.to(*parse_url("http://a/"))->host, "proxy.example");
}

TEST(Proxies, AreRefusedWhenMalformedWithoutRepeatingASecret) {
  for (auto const* bad :
       {"https://proxy:1", "socks5://proxy:1", "http://", "http://user:secret@", "http://user:%zz@proxy:1"}) {
    try {
      Proxies(bad, "", "");
      ADD_FAILURE() << bad;
    } catch (std::invalid_argument const& error) {
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace dunlin::http
