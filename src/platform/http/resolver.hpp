#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "dunlin/base/async.hpp"
#include "network.hpp"

namespace dunlin::http {

/// Turns names into addresses on threads of its own: a name server that does not answer holds up neither the
/// io thread nor, as Asio's single resolver thread would, all other names.
class Resolver {
 public:
  explicit Resolver(boost::asio::any_io_executor executor);
  ~Resolver();

  struct Answer {
    std::vector<IpAddress> addresses;  // in the order to try them
    std::string problem;               // why there are none
  };
  /// An address written out is its own answer; a found name is remembered for a minute. Gives up at the deadline;
  /// the thread follows when it can.
  awaitable<Answer> find(std::string host, std::chrono::steady_clock::time_point deadline);
  /// Makes all waiting find() return at once, and later ones too.
  void close();

 private:
  struct Lookup;
  struct Desk;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<Desk> desk_;
  std::vector<std::weak_ptr<Lookup>> waiting_;
  struct Remembered {
    std::vector<IpAddress> addresses;
    std::chrono::steady_clock::time_point until;
  };
  std::unordered_map<std::string, Remembered> remembered_;
};

}  // namespace dunlin::http
