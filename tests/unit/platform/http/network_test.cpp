#include "platform/http/network.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace dunlin::http {
namespace {

TEST(Network, HoldsTheAddressesOfItsRange) {
  struct Case {
    char const *network, *inside, *outside;
  };
  for (auto const& [network, inside, outside] : {Case{"10.0.0.0/8", "10.255.255.255", "11.0.0.0"},
                                                 {"172.16.0.0/12", "172.31.255.255", "172.32.0.0"},
                                                 {"192.0.2.7", "192.0.2.7", "192.0.2.8"},
                                                 {"192.0.2.6/31", "192.0.2.7", "192.0.2.8"},
                                                 {"0.0.0.0/0", "255.1.2.3", "2001:db8::1"},
                                                 {"fc00::/7", "fdff::1", "fe00::1"},
                                                 {"::1/128", "::1", "::2"},
                                                 {"::1", "::1", "::"},
                                                 {"127.0.0.0/8", "::ffff:127.0.0.1", "::127.0.0.1"},
                                                 {"::/0", "1.2.3.4", ""}}) {
    auto const parsed = Network::parse(network);
    ASSERT_TRUE(parsed) << network;
    EXPECT_TRUE(parsed->contains(*parse_ip(inside))) << network;
    if (*outside) EXPECT_FALSE(parsed->contains(*parse_ip(outside))) << network;
  }
}

TEST(Network, IsRefusedWhenMalformed) {
  for (auto const* bad : {"", "10", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "a.example",
                          "/8", "10.0.0.0/8/8", "[::1]", "::1%lo"})
    EXPECT_FALSE(Network::parse(bad)) << bad;
}

TEST(Networks, AreReadFromAList) {
  Networks const networks(" 127.0.0.0/8, ::1/128,,192.168.0.0/16 ");
  EXPECT_TRUE(networks.contains(*parse_ip("127.9.9.9")));
  EXPECT_TRUE(networks.contains(*parse_ip("::1")));
  EXPECT_TRUE(networks.contains(*parse_ip("192.168.4.5")));
  EXPECT_FALSE(networks.contains(*parse_ip("8.8.8.8")));
  EXPECT_FALSE(Networks("").contains(*parse_ip("127.0.0.1")));
  EXPECT_THROW(Networks("127.0.0.0/8,nonsense"), std::invalid_argument);
}

}  // namespace
}  // namespace dunlin::http
