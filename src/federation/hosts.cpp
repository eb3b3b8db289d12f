#include "hosts.hpp"

#include <algorithm>

namespace dunlin::federation {
namespace {

constexpr std::size_t most_hosts = 20'000;
constexpr Duration first_rest = std::chrono::minutes(1);
constexpr Duration longest_rest = std::chrono::minutes(30);

/// A minute first, twice as long each further time.
Duration rest_after(int failures) {
  auto const doublings = std::min(failures - Hosts::failures_until_closed, 10);
  return std::min(first_rest * (1 << doublings), longest_rest);
}

}  // namespace

bool Hosts::is_fresh(Timestamp now) const {
  std::scoped_lock const lock(mutex_);
  return loaded_at_ && *loaded_at_ + freshness > now;
}

void Hosts::load(std::vector<store::instances::Instance> const& instances, Timestamp now) {
  std::unordered_map<std::string, State> states;
  std::scoped_lock const lock(mutex_);
  for (auto const& instance : instances) {
    auto& state = states[instance.domain];
    state.failures = instance.failures;
    state.closed_until = instance.closed_until;
    state.unavailable = instance.unavailable_since.has_value();
    state.rfc9421 = instance.signature_scheme == "rfc9421";
    if (auto const at = states_.find(instance.domain); at != states_.end()) state.probed_at = at->second.probed_at;
  }
  states_ = std::move(states);
  loaded_at_ = now;
}

Hosts::Verdict Hosts::ask(std::string const& host, Timestamp now) {
  std::scoped_lock const lock(mutex_);
  auto const at = states_.find(host);
  if (at == states_.end()) return {};
  auto& state = at->second;
  if (state.unavailable) return {Advice::drop, {}, false};
  if (state.failures < failures_until_closed || !state.closed_until) return {Advice::send, {}, state.rfc9421};
  if (*state.closed_until > now) return {Advice::wait, *state.closed_until, false};
  if (state.probed_at && *state.probed_at + probe_patience > now)
    return {Advice::wait, *state.probed_at + probe_patience, false};
  state.probed_at = now;
  return {Advice::send, {}, state.rfc9421};
}

std::optional<Timestamp> Hosts::failed(std::string const& host, Timestamp now) {
  std::scoped_lock const lock(mutex_);
  if (states_.size() >= most_hosts) states_.clear();
  auto& state = states_[host];
  state.probed_at.reset();
  // Requests that were under way when the circuit closed say nothing new.
  if (state.closed_until && *state.closed_until > now) return std::nullopt;
  if (++state.failures < failures_until_closed) return std::nullopt;
  state.closed_until = now + rest_after(state.failures);
  return state.closed_until;
}

Hosts::Held Hosts::answered(std::string const& host) {
  std::scoped_lock const lock(mutex_);
  auto const at = states_.find(host);
  if (at == states_.end()) return Held::nothing;
  auto& state = at->second;
  auto const held = state.unavailable || state.closed_until ? Held::all_deliveries
                    : state.failures > 0                    ? Held::failures
                                                            : Held::nothing;
  if (state.rfc9421)
    state = {.rfc9421 = true};
  else
    states_.erase(at);
  return held;
}

Memory::Troubled Hosts::troubled(Timestamp now) const {
  std::scoped_lock const lock(mutex_);
  Memory::Troubled troubled;
  for (auto const& [_, state] : states_) {
    if (state.unavailable)
      ++troubled.unavailable;
    else if (state.closed_until && *state.closed_until > now)
      ++troubled.resting;
  }
  return troubled;
}

void Hosts::use_rfc9421(std::string const& host) {
  std::scoped_lock const lock(mutex_);
  states_[host].rfc9421 = true;
}

}  // namespace dunlin::federation
