#pragma once
#include <string_view>

#include "network.hpp"

namespace dunlin::http {

/// Whether an address belongs to the public internet: not private, loopback, link-local, documentation or
/// otherwise reserved, nor an IPv6 form that leads to such an IPv4 address (contract, section 16).
bool is_public(IpAddress const& address);

/// Decides where outgoing requests may go once a name is resolved.
class AddressGuard {
 public:
  /// The networks let through although they are not public; throws std::invalid_argument when malformed.
  explicit AddressGuard(std::string_view allowed_private) : allowed_(allowed_private) {}
  bool allows(IpAddress const& address) const { return is_public(address) || allowed_.contains(address); }

 private:
  Networks allowed_;
};

}  // namespace dunlin::http
