#pragma once
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "dunlin/base/async.hpp"

namespace dunlin::federation {

/// One request for all who ask for the same thing at the same time: the first one goes, the others wait for it
/// and then look at what it left.
class Flights {
 public:
  /// Runs the work and returns true, or waits for whoever runs it already and returns false.
  template <class Work>
  awaitable<bool> fly(std::string name, Work work) {
    if (auto const timer = board(name, co_await boost::asio::this_coro::executor)) {
      // The timer never fires; whoever flies cancels it.
      try {
        co_await timer->async_wait(boost::asio::use_awaitable);
      } catch (boost::system::system_error const& error) {
        if (error.code() != boost::asio::error::operation_aborted) throw;
      }
      co_return false;
    }
    Landing const landing{*this, name};
    co_await work();
    co_return true;
  }

 private:
  using Timer = boost::asio::steady_timer;

  /// Null for the first; a timer to wait on for the others.
  std::shared_ptr<Timer> board(std::string const& name, boost::asio::any_io_executor executor) {
    std::scoped_lock const lock(mutex_);
    auto const [at, first] = waiting_.try_emplace(name);
    if (first) return nullptr;
    auto timer = std::make_shared<Timer>(executor, Timer::time_point::max());
    at->second.push_back(timer);
    return timer;
  }

  void land(std::string const& name) {
    std::vector<std::shared_ptr<Timer>> timers;
    {
      std::scoped_lock const lock(mutex_);
      auto const at = waiting_.find(name);
      timers = std::move(at->second);
      waiting_.erase(at);
    }
    for (auto const& timer : timers) boost::asio::post(timer->get_executor(), [timer] { timer->cancel(); });
  }

  struct Landing {
    Flights& flights;
    std::string const& name;
    ~Landing() { flights.land(name); }
  };

  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<Timer>>> waiting_;
};

}  // namespace dunlin::federation
