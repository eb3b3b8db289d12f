#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/federation/memory.hpp"
#include "dunlin/store/instances.hpp"

namespace dunlin::federation {

/// How delivering to other servers goes: a circuit per host (contract, section 10). What one process learns the
/// others read from the store within half a minute. Any thread.
class Hosts {
 public:
  static constexpr Duration freshness = std::chrono::seconds(30);
  static constexpr int failures_until_closed = 5;
  static constexpr Duration probe_patience = std::chrono::seconds(40);

  bool is_fresh(Timestamp now) const;
  /// Takes over what the store says.
  void load(std::vector<store::instances::Instance> const& instances, Timestamp now);

  enum class Advice { send, wait, drop };
  struct Verdict {
    Advice advice = Advice::send;
    Timestamp until;  // of wait
    bool rfc9421 = false;
  };
  /// Whether to send to this host now. Behind a closed circuit one request at a time is let through to probe,
  /// once its time has come.
  Verdict ask(std::string const& host, Timestamp now);

  /// The host failed. Returns how long nothing is sent to it from now on, if it is given a rest.
  std::optional<Timestamp> failed(std::string const& host, Timestamp now);
  /// What was held against a host that answered: the store has to forget it too.
  enum class Held { nothing, failures, all_deliveries };
  Held answered(std::string const& host);
  Memory::Troubled troubled(Timestamp now) const;
  void use_rfc9421(std::string const& host);

 private:
  struct State {
    int failures = 0;
    std::optional<Timestamp> closed_until;
    std::optional<Timestamp> probed_at;
    bool unavailable = false;
    bool rfc9421 = false;
  };
  mutable std::mutex mutex_;
  std::optional<Timestamp> loaded_at_;
  std::unordered_map<std::string, State> states_;
};

}  // namespace dunlin::federation
