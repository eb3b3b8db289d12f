#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dunlin::http {

/// An IPv6 address in network order; IPv4 ones stand as ::ffff:a.b.c.d, so that both forms compare equal.
using IpAddress = std::array<std::uint8_t, 16>;

IpAddress from_ipv4(std::uint32_t address);
/// "192.0.2.1" or "2001:db8::1", nothing else.
std::optional<IpAddress> parse_ip(std::string_view text);
bool is_ipv4(IpAddress const& address);
/// The four bytes at an offset, as IPv4 addresses are embedded in IPv6 ones.
std::uint32_t ipv4_at(IpAddress const& address, std::size_t offset);

/// A range of addresses such as 10.0.0.0/8 or fc00::/7.
struct Network {
  IpAddress base{};
  int bits = 128;

  /// An address alone is a network of one. Nothing when malformed.
  static std::optional<Network> parse(std::string_view text);
  bool contains(IpAddress const& address) const;
};

class Networks {
 public:
  Networks() = default;
  /// A comma-separated list; blanks are skipped. Throws std::invalid_argument naming the entry it cannot read.
  explicit Networks(std::string_view list);
  bool contains(IpAddress const& address) const;

 private:
  std::vector<Network> networks_;
};

}  // namespace dunlin::http
