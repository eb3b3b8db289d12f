#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "dunlin/access/call.hpp"
#include "dunlin/platform/http/channel.hpp"

namespace dunlin::api::mastodon {

/// One connection with what it listens to. Io thread.
struct Socket {
  std::shared_ptr<http::Channel> channel;
  access::Token token;
  bool is_websocket = false;
  struct Heard {
    std::string topic, label;
  };
  std::vector<Heard> heard;
  std::deque<std::string> said;  // frames that wait for those before them
  bool answering = false;
};

/// Where an event goes.
struct Place {
  std::weak_ptr<Socket> socket;
  std::string label;  // of the stream: ["user"]
  bool is_websocket = false;
};

}  // namespace dunlin::api::mastodon
