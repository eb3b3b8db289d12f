#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunlin/timelines/live.hpp"
#include "payloads.hpp"
#include "socket.hpp"

namespace dunlin::api::mastodon {

/// Who listens to what. Io thread.
class Topics {
 public:
  struct Listener {
    Place place;
    AccountId viewer;
  };
  void add(std::string const& topic, Place place, AccountId viewer);
  /// One stream of the socket, or all that it has under this topic.
  void remove(std::string const& topic, Socket const& socket, std::string_view label = {});
  std::vector<Listener> const& of(std::string const& topic) const;

  using ByTopic = std::unordered_map<std::string, std::vector<Listener>>;
  ByTopic const& users() const { return users_; }
  ByTopic const& lists() const { return lists_; }

 private:
  /// Where a topic stands.
  static ByTopic Topics::* place_of(std::string_view topic);
  ByTopic users_, lists_, others_;
};

/// An event and whoever is to hear of it.
struct Planned {
  timelines::LiveEvent event;
  std::vector<Target> targets;
};
/// Empty when nobody here listens.
std::vector<Target> plan(timelines::LiveEvent const& event, Topics const& topics);

/// The name of its event on the wire.
std::string_view name_of(timelines::LiveEvent const& event);

}  // namespace dunlin::api::mastodon
