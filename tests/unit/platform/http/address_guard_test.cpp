#include "platform/http/address_guard.hpp"

#include <gtest/gtest.h>

using namespace dunlin::http;

namespace {
bool allows(AddressGuard const& guard, char const* address) {
  return guard.allows(parse_ip(address).value());
}
}  // namespace

TEST(AddressGuard, LetsPublicAddressesThrough) {
  AddressGuard const guard;
  for (auto const* address : {"1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111",
                              "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(allows(guard, address)) << address;
}

TEST(AddressGuard, RefusesWhatIsPrivateLocalOrReserved) {
  AddressGuard const guard;
  for (auto const* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.1",
                              "100.64.0.1",
                              "127.0.0.1",
                              "127.255.255.255",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.8",
                              "192.0.2.1",
                              "192.31.196.1",
                              "192.52.193.1",
                              "192.88.99.1",
                              "192.168.1.1",
                              "192.175.48.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.1.1.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::127.0.0.1",
                              "::8.8.8.8",
                              "::ffff:127.0.0.1",
                              "::ffff:192.168.0.1",
                              "64:ff9b::7f00:1",
                              "64:ff9b:1::808:808",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "2001::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "2620:4f:8000::1",
                              "3fff::1",
                              "100::1",
                              "4000::1"})
    EXPECT_FALSE(allows(guard, address)) << address;
}

TEST(AddressGuard, LetsThroughWhatTheConfigurationOpensAndNothingMore) {
  AddressGuard const guard(Networks("127.0.0.0/8,fd00::/8"));
  EXPECT_TRUE(allows(guard, "127.0.0.1"));
  EXPECT_TRUE(allows(guard, "::ffff:127.0.0.1"));
  EXPECT_TRUE(allows(guard, "fd00::1"));
  EXPECT_FALSE(allows(guard, "::1"));
  EXPECT_FALSE(allows(guard, "10.0.0.1"));
}
