#pragma once
#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/store/policies.hpp"

namespace dunlin::federation {

/// The admin's decisions about domains as of at most half a minute ago. Any thread.
class PolicyList {
 public:
  static constexpr Duration freshness = std::chrono::seconds(30);

  bool is_fresh(Timestamp now) const {
    std::scoped_lock const lock(mutex_);
    return loaded_at_ && *loaded_at_ + freshness > now;
  }
  void load(std::vector<store::policies::Policy> policies, Timestamp now) {
    std::unordered_map<std::string, store::policies::Policy> by_domain;
    for (auto& policy : policies) by_domain.emplace(policy.domain, policy);
    std::scoped_lock const lock(mutex_);
    by_domain_ = std::move(by_domain);
    loaded_at_ = now;
  }
  void forget() {
    std::scoped_lock const lock(mutex_);
    loaded_at_.reset();
  }
  /// The most specific one for this host (a port does not matter), if any.
  std::optional<store::policies::Policy> find(std::string_view host) const {
    host = host.substr(0, host.find(':'));
    std::scoped_lock const lock(mutex_);
    while (!by_domain_.empty()) {
      if (auto const at = by_domain_.find(std::string(host)); at != by_domain_.end()) return at->second;
      auto const dot = host.find('.');
      if (dot == std::string_view::npos) break;
      host.remove_prefix(dot + 1);
    }
    return std::nullopt;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Timestamp> loaded_at_;
  std::unordered_map<std::string, store::policies::Policy> by_domain_;
};

}  // namespace dunlin::federation
