#include "platform/http/forwarded.hpp"

#include <gtest/gtest.h>

namespace dunlin::http {
namespace {

Request forwarded(std::vector<std::pair<std::string, std::string>> headers) {
  Request request;
  request.address = "127.0.0.1";
  request.scheme = "http";
  request.host = "inner";
  request.headers = std::move(headers);
  apply_forwarded(request, Networks("127.0.0.0/8,10.0.0.0/8,::1,fc00::/7"));
  return request;
}

TEST(Forwarded, TakesTheRightMostAddressThatIsNoProxy) {
  struct Case {
    char const *header, *address;
  };
  for (auto const& [header, address] : {Case{"203.0.113.9", "203.0.113.9"},
                                        {"1.1.1.1, 203.0.113.9", "203.0.113.9"},
                                        {"1.1.1.1,203.0.113.9,10.0.0.1, 127.0.0.1", "203.0.113.9"},
                                        {"10.0.0.2, 10.0.0.1", "10.0.0.2"},
                                        {"2001:db8::7, fc00::1", "2001:db8::7"},
                                        {"[2001:db8::7]:4711", "2001:db8::7"},
                                        {"203.0.113.9:4711", "203.0.113.9"},
                                        {"unknown, 10.0.0.1", "10.0.0.1"},
                                        {"203.0.113.9, evil", "127.0.0.1"},
                                        {"<script>", "127.0.0.1"},
                                        {"", "127.0.0.1"},
                                        {"[", "127.0.0.1"}})
    EXPECT_EQ(forwarded({{"x-forwarded-for", header}}).address, address) << header;
}

TEST(Forwarded, ReadsSeveralLinesAsOneList) {
  EXPECT_EQ(forwarded({{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-for", "203.0.113.9, 10.0.0.1"}}).address,
            "203.0.113.9");
  EXPECT_EQ(forwarded({{"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-for", "10.0.0.1"}}).address, "203.0.113.9");
}

TEST(Forwarded, TakesSchemeHostAndIdWhenSane) {
  auto const good = forwarded(
      {{"x-forwarded-proto", "HTTPS, http"}, {"x-forwarded-host", "Outer.example:8443"}, {"x-request-id", "a-1_B.c"}});
  EXPECT_EQ(good.scheme, "https");
  EXPECT_EQ(good.host, "outer.example:8443");
  EXPECT_EQ(good.id, "a-1_B.c");
  auto const bad = forwarded(
      {{"x-forwarded-proto", "gopher"}, {"x-forwarded-host", "a/b"}, {"x-request-id", std::string(129, 'a')}});
  EXPECT_EQ(bad.scheme, "http");
  EXPECT_EQ(bad.host, "inner");
  EXPECT_EQ(bad.id, "");
}

TEST(Forwarded, KnowsAHostFromOtherText) {
  for (auto const* good : {"a", "a.example", "A.Example:443", "[::1]:80", "127.0.0.1", "a_b"})
    EXPECT_TRUE(valid_host(good));
  for (auto const* bad : {"", "a b", "a/b", "user@a", "a\"b", "a,b", "a?b"}) EXPECT_FALSE(valid_host(bad));
}

}  // namespace
}  // namespace dunlin::http
