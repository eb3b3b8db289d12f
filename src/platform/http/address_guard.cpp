#include "address_guard.hpp"

#include <algorithm>

namespace dunlin::http {
namespace {

Networks const& reserved_ipv4() {
  static Networks const all(
      "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,"
      "192.31.196.0/24,192.52.193.0/24,192.88.99.0/24,192.168.0.0/16,192.175.48.0/24,198.18.0.0/15,"
      "198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4");
  return all;
}

/// Inside 2000::/3, the only part of IPv6 that is routed: documentation, 6to4, Teredo and other special uses.
Networks const& reserved_ipv6() {
  static Networks const all("2001::/23,2001:db8::/32,2002::/16,2620:4f:8000::/48,3fff::/20");
  return all;
}

Network network(std::string_view text) {
  return *Network::parse(text);
}

/// The IPv4 address that a translating address stands for: what is really reached is judged.
IpAddress unwrapped(IpAddress const& address) {
  static auto const nat64 = network("64:ff9b::/96");
  return nat64.contains(address) ? from_ipv4(ipv4_at(address, 12)) : address;
}

}  // namespace

bool AddressGuard::allows(IpAddress const& address) const {
  auto const target = unwrapped(address);
  if (allowed_.contains(target)) return true;
  if (is_ipv4(target)) return !reserved_ipv4().contains(target);
  // IPv4-compatible (::a.b.c.d), local-use NAT64, link-local, unique local and multicast all stand outside.
  static auto const routed = network("2000::/3");
  return routed.contains(target) && !reserved_ipv6().contains(target);
}

}  // namespace dunlin::http
