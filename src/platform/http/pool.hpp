#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "wire.hpp"

namespace dunlin::http {

/// Connections kept for the next request to the same place by the same way.
class Pool {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  explicit Pool(std::size_t most) : most_(most) {}

  /// The one used last, if it is still good; null otherwise.
  std::shared_ptr<Wire> take(std::string const& key);
  /// Keeps it; when full, the one that would go first makes room.
  void put(std::string const& key, std::shared_ptr<Wire> wire, Moment until);
  void drop_expired(Moment now);
  void clear();
  std::size_t size() const { return count_; }

 private:
  struct Idle {
    std::shared_ptr<Wire> wire;
    Moment until;
  };
  void drop_oldest();

  std::size_t const most_;
  std::size_t count_ = 0;
  std::unordered_map<std::string, std::vector<Idle>> idle_;
};

}  // namespace dunlin::http
