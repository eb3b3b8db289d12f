#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "stream.hpp"

namespace dunlin::redis {

/// The connection that messages arrive on, made with the first subscription and kept for ever. One io thread.
class Subscriber : public std::enable_shared_from_this<Subscriber> {
 public:
  using Listener = std::function<void(std::string_view)>;

  Subscriber(boost::asio::any_io_executor executor, Address address);
  void subscribe(std::string channel, Listener listener);
  void on_reconnect(std::function<void()> listener) { on_reconnect_.push_back(std::move(listener)); }
  void close();
  bool listening() const { return listening_; }

 private:
  awaitable<void> run();
  awaitable<void> keep_alive();
  void ask_for_all();
  void take(Value const& answer);
  void confirmed(std::string const& channel);

  boost::asio::any_io_executor executor_;
  Address address_;
  std::shared_ptr<Stream> stream_;
  std::unordered_map<std::string, std::vector<Listener>> listeners_;
  std::unordered_set<std::string> unconfirmed_;
  std::vector<std::function<void()>> on_reconnect_;
  boost::asio::steady_timer pause_, pulse_;
  std::atomic<bool> listening_ = false;
  bool open_ = false, running_ = false, closed_ = false, heard_ = true;
};

}  // namespace dunlin::redis
