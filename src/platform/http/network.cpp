#include "network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>
#include <string>

#include "ascii.hpp"

namespace dunlin::http {

IpAddress from_ipv4(std::uint32_t address) {
  IpAddress out{};
  out[10] = out[11] = 0xFF;
  for (std::size_t byte = 0; byte < 4; ++byte) out[12 + byte] = static_cast<std::uint8_t>(address >> (24 - 8 * byte));
  return out;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  char plain[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof plain || text.contains('\0')) return std::nullopt;
  std::memcpy(plain, text.data(), text.size());
  plain[text.size()] = '\0';
  in_addr v4;
  if (inet_pton(AF_INET, plain, &v4) == 1) return from_ipv4(ntohl(v4.s_addr));
  in6_addr v6;
  if (inet_pton(AF_INET6, plain, &v6) != 1) return std::nullopt;
  IpAddress out;
  std::memcpy(out.data(), &v6, out.size());
  return out;
}

bool is_ipv4(IpAddress const& address) {
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(mapped.begin(), mapped.end(), address.begin());
}

std::uint32_t ipv4_at(IpAddress const& address, std::size_t offset) {
  std::uint32_t out = 0;
  for (std::size_t byte = 0; byte < 4; ++byte) out = out << 8 | address[offset + byte];
  return out;
}

std::optional<Network> Network::parse(std::string_view text) {
  auto const slash = text.find('/');
  auto const base = parse_ip(text.substr(0, slash));
  if (!base) return std::nullopt;
  Network network{*base, 128};
  if (slash == std::string_view::npos) return network;

  auto const digits = text.substr(slash + 1);
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), network.bits);
  auto const written_as_ipv4 = !text.contains(':');
  if (error != std::errc{} || end != digits.data() + digits.size() || network.bits < 0 ||
      network.bits > (written_as_ipv4 ? 32 : 128))
    return std::nullopt;
  if (written_as_ipv4) network.bits += 96;
  return network;
}

bool Network::contains(IpAddress const& address) const {
  auto const whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(base.begin(), base.begin() + static_cast<std::ptrdiff_t>(whole), address.begin())) return false;
  if (bits % 8 == 0) return true;
  auto const mask = static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
  return (base[whole] & mask) == (address[whole] & mask);
}

Networks::Networks(std::string_view list) {
  while (!list.empty()) {
    auto const end = std::min(list.find(','), list.size());
    auto const entry = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (entry.empty()) continue;
    auto const network = Network::parse(entry);
    if (!network) throw std::invalid_argument("not a network: " + std::string(entry));
    networks_.push_back(*network);
  }
}

bool Networks::contains(IpAddress const& address) const {
  return std::ranges::any_of(networks_, [&](Network const& network) { return network.contains(address); });
}

}  // namespace dunlin::http
