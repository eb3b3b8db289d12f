#include "platform/http/address_guard.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dunlin::http {
namespace {

IpAddress ip(char const* text) {
  auto const address = parse_ip(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(IpAddress{});
}

TEST(AddressGuard, RefusesEveryReservedIpv4RangeFromItsFirstToItsLastAddress) {
  for (auto const* address :
       {"0.0.0.0",      "0.255.255.255",   "10.0.0.0",        "10.255.255.255", "100.64.0.0",      "100.127.255.255",
        "127.0.0.0",    "127.0.0.1",       "127.255.255.255", "169.254.0.0",    "169.254.169.254", "169.254.255.255",
        "172.16.0.0",   "172.31.255.255",  "192.0.0.0",       "192.0.0.255",    "192.0.2.0",       "192.0.2.255",
        "192.31.196.0", "192.31.196.255",  "192.52.193.0",    "192.52.193.255", "192.88.99.0",     "192.88.99.255",
        "192.168.0.0",  "192.168.255.255", "192.175.48.0",    "192.175.48.255", "198.18.0.0",      "198.19.255.255",
        "198.51.100.0", "198.51.100.255",  "203.0.113.0",     "203.0.113.255",  "224.0.0.0",       "239.255.255.255",
        "240.0.0.0",    "255.255.255.255"}) {
    EXPECT_FALSE(is_public(ip(address))) << address;
    EXPECT_FALSE(is_public(ip((std::string("::ffff:") + address).c_str()))) << "mapped " << address;
    EXPECT_FALSE(is_public(ip((std::string("::") + address).c_str()))) << "compatible " << address;
    EXPECT_FALSE(is_public(ip((std::string("64:ff9b::") + address).c_str()))) << "NAT64 " << address;
    EXPECT_FALSE(is_public(ip((std::string("64:ff9b:1::") + address).c_str()))) << "local NAT64 " << address;
  }
}

TEST(AddressGuard, LetsTheNeighboursOfReservedRangesThrough) {
  for (auto const* address :
       {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",    "126.255.255.255",
        "128.0.0.0",       "169.253.255.255", "169.255.0.0",     "172.15.255.255", "172.32.0.0",     "191.255.255.255",
        "192.0.1.0",       "192.0.3.0",       "192.31.195.255",  "192.31.197.0",   "192.52.192.255", "192.52.194.0",
        "192.88.98.255",   "192.88.100.0",    "192.167.255.255", "192.169.0.0",    "192.175.47.255", "192.175.49.0",
        "198.17.255.255",  "198.20.0.0",      "198.51.99.255",   "198.51.101.0",   "203.0.112.255",  "203.0.114.0",
        "223.255.255.255", "8.8.8.8"}) {
    EXPECT_TRUE(is_public(ip(address))) << address;
    EXPECT_TRUE(is_public(ip((std::string("::ffff:") + address).c_str()))) << "mapped " << address;
    EXPECT_TRUE(is_public(ip((std::string("64:ff9b::") + address).c_str()))) << "NAT64 " << address;
    EXPECT_FALSE(is_public(ip((std::string("::") + address).c_str()))) << "compatible " << address;
  }
}

TEST(AddressGuard, RefusesIpv6OutsideGlobalUnicastAndItsReservedParts) {
  for (auto const* address : {"::",
                              "::1",
                              "::ffff:0:0",
                              "64:ff9a::1",
                              "64:ff9b:1::8.8.8.8",
                              "100::1",
                              "1fff:ffff::1",
                              "2001::1",
                              "2001:0:4136:e378:8000:63bf:3fff:fdd2",  // Teredo
                              "2001:1ff:ffff::1",
                              "2001:db8::1",
                              "2001:db8:ffff::1",
                              "2002::1",
                              "2002:7f00:1::1",
                              "2002:808:808::1",  // 6to4, even of a public address
                              "2620:4f:8000::1",
                              "2620:4f:8000:ffff::1",
                              "3fff::1",
                              "3fff:fff:ffff::1",
                              "4000::1",
                              "5f00::1",
                              "fc00::1",
                              "fd12:3456::1",
                              "fe80::1",
                              "fec0::1",
                              "ff02::1",
                              "ffff::1"})
    EXPECT_FALSE(is_public(ip(address))) << address;
  for (auto const* address : {"2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1",
                              "2620:4f:7fff::1", "2620:4f:8001::1", "2a00:1450::1", "3ffe::1", "3fff:1000::1"})
    EXPECT_TRUE(is_public(ip(address))) << address;
}

TEST(AddressGuard, LetsNamedNetworksThrough) {
  AddressGuard const guard("127.0.0.0/8, ::1, fd00::/8");
  for (auto const* address : {"127.0.0.1", "::ffff:127.0.0.1", "::1", "fd00::7", "8.8.8.8"})
    EXPECT_TRUE(guard.allows(ip(address))) << address;
  for (auto const* address : {"10.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::1", "fe80::1", "::"})
    EXPECT_FALSE(guard.allows(ip(address))) << address;
  EXPECT_FALSE(AddressGuard("").allows(ip("127.0.0.1")));
  EXPECT_THROW(AddressGuard("loopback"), std::invalid_argument);
}

}  // namespace
}  // namespace dunlin::http
