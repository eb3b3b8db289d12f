#include "dunlin/actions/markers.hpp"

namespace dunlin::actions {

std::vector<store::markers::Marker> mark(App& app, db::Tx& tx, AccountId who, std::span<Reading const> readings) {
  std::vector<store::markers::Marker> markers;
  for (auto const& [timeline, last_read] : readings)  // two at most
    markers.push_back(store::markers::set(tx, who, timeline, last_read, app.clock.now()));
  return markers;
}

}  // namespace dunlin::actions
