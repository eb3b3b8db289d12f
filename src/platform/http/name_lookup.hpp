#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "dunlin/base/async.hpp"
#include "network.hpp"

namespace dunlin::http {

/// Names to addresses, on threads of its own: the system's resolver blocks, and a name whose servers are dead
/// must delay nobody else's. (Asio's resolver has one thread for all.)
class NameLookup {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  explicit NameLookup(boost::asio::any_io_executor executor);
  ~NameLookup();
  /// All addresses of the name, remembered for a minute; empty when there are none or the deadline passed.
  awaitable<std::vector<IpAddress>> find(std::string host, Moment deadline);

 private:
  struct Threads;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Threads> threads_;
};

}  // namespace dunlin::http
