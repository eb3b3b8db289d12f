#include "address_guard.hpp"

#include <algorithm>
#include <array>

namespace dunlin::http {
namespace {

struct Range4 {
  std::uint32_t base;
  int bits;
};

constexpr std::uint32_t quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array reserved4{
    Range4{quad(0, 0, 0, 0), 8},        // this network
    Range4{quad(10, 0, 0, 0), 8},       // private
    Range4{quad(100, 64, 0, 0), 10},    // carrier-grade NAT
    Range4{quad(127, 0, 0, 0), 8},      // loopback
    Range4{quad(169, 254, 0, 0), 16},   // link-local, and cloud metadata
    Range4{quad(172, 16, 0, 0), 12},    // private
    Range4{quad(192, 0, 0, 0), 24},     // protocol assignments
    Range4{quad(192, 0, 2, 0), 24},     // documentation
    Range4{quad(192, 31, 196, 0), 24},  // AS112
    Range4{quad(192, 52, 193, 0), 24},  // AMT
    Range4{quad(192, 88, 99, 0), 24},   // 6to4 relays
    Range4{quad(192, 168, 0, 0), 16},   // private
    Range4{quad(192, 175, 48, 0), 24},  // AS112
    Range4{quad(198, 18, 0, 0), 15},    // benchmarks
    Range4{quad(198, 51, 100, 0), 24},  // documentation
    Range4{quad(203, 0, 113, 0), 24},   // documentation
    Range4{quad(224, 0, 0, 0), 4},      // multicast
    Range4{quad(240, 0, 0, 0), 4},      // reserved, and broadcast
};

constexpr bool public4(std::uint32_t address) {
  return std::ranges::none_of(reserved4,
                              [&](Range4 const& range) { return (address ^ range.base) >> (32 - range.bits) == 0; });
}

Network network(std::string_view text) {
  return *Network::parse(text);
}

/// Global unicast without its reserved parts. The IPv4-compatible form (::a.b.c.d) and the local NAT64 prefix
/// lie outside 2000::/3; 6to4 and Teredo are listed, as who is behind them depends on an IPv4 address.
bool public6(IpAddress const& address) {
  static auto const global_unicast = network("2000::/3");
  static std::array const reserved{
      network("2001::/23"),          // protocol assignments, Teredo among them
      network("2001:db8::/32"),      // documentation
      network("2002::/16"),          // 6to4
      network("2620:4f:8000::/48"),  // AS112
      network("3fff::/20"),          // documentation
  };
  return global_unicast.contains(address) &&
         std::ranges::none_of(reserved, [&](Network const& range) { return range.contains(address); });
}

}  // namespace

bool is_public(IpAddress const& address) {
  static auto const nat64 = network("64:ff9b::/96");
  // Behind a translator every IPv4 host has such an address: what counts is the one inside.
  if (is_ipv4(address) || nat64.contains(address)) return public4(ipv4_at(address, 12));
  return public6(address);
}

}  // namespace dunlin::http
