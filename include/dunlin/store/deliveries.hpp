#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What became of activities on their way to other servers: those under way are jobs, those that ended are records.
namespace dunlin::store::deliveries {

using db::Tx;

enum class State { waiting, put_off, under_way, delivered, failed };
std::string_view to_text(State);

struct Delivery {
  std::int64_t id = 0;  // grows with time
  std::string host, inbox;
  bool bulk = false;
  State state = State::waiting;
  int attempts = 0;
  std::string cause;                  // why the last attempt failed; empty for none
  std::optional<Timestamp> next_try;  // of what is put off
  Timestamp created_at;
  std::optional<Timestamp> ended_at;
};

struct Filter {
  std::string host;            // empty for all
  std::optional<State> state;  // any when absent
};
/// Newest first; the window is by id.
std::vector<Delivery> list(Tx& tx, Filter const& filter, Window const& window);

struct HostSummary {
  std::string host;
  std::int64_t waiting = 0, put_off = 0, delivered = 0, failed = 0;  // the latter two as far as records go back
  std::optional<Timestamp> next_try;
  std::optional<Timestamp> resting_until;  // nothing is sent before
  bool unavailable = false;                // nothing is sent until it sends something itself
};
/// Servers with most that is put off or failed first; at most so many.
std::vector<HostSummary> by_host(Tx& tx, int most);

/// Removes records of what was delivered, and of what failed, before.
void sweep(Tx& tx, Timestamp delivered_before, Timestamp failed_before);

}  // namespace dunlin::store::deliveries
