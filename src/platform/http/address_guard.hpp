#pragma once
#include "network.hpp"

namespace dunlin::http {

/// Decides which addresses outgoing requests may reach: none that is private, local or reserved (contract,
/// section 16), but for networks that the configuration opens.
class AddressGuard {
 public:
  AddressGuard() = default;
  explicit AddressGuard(Networks allowed) : allowed_(std::move(allowed)) {}
  bool allows(IpAddress const& address) const;

 private:
  Networks allowed_;
};

}  // namespace dunlin::http
