#include "name_lookup.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace dunlin::http {
namespace {

namespace asio = boost::asio;

constexpr int most_threads = 8;
constexpr std::size_t most_remembered = 2048;
constexpr auto remembered_for = std::chrono::seconds(60);
constexpr std::size_t most_addresses = 16;

std::vector<IpAddress> ask_system(std::string const& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> const owner(found, freeaddrinfo);
  std::vector<IpAddress> addresses;
  for (auto const* at = found; at && addresses.size() < most_addresses; at = at->ai_next) {
    IpAddress address{};
    if (at->ai_family == AF_INET) {
      sockaddr_in v4;
      std::memcpy(&v4, at->ai_addr, sizeof v4);
      address = from_ipv4(ntohl(v4.sin_addr.s_addr));
    } else if (at->ai_family == AF_INET6) {
      sockaddr_in6 v6;
      std::memcpy(&v6, at->ai_addr, sizeof v6);
      std::memcpy(address.data(), &v6.sin6_addr, address.size());
    } else {
      continue;
    }
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
  }
  return addresses;
}

/// One caller's wait: its timer is cut short when the answer is there.
struct Wait {
  explicit Wait(asio::any_io_executor const& executor) : timer(executor) {}
  asio::steady_timer timer;
  std::vector<IpAddress> addresses;
};

}  // namespace

/// Shared with the threads, which may outlive the lookup by the length of one system call.
struct NameLookup::Threads {
  struct Remembered {
    std::vector<IpAddress> addresses;
    Moment until;
  };
  std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::function<void()>> tasks;
  int running = 0;
  int idle = 0;
  bool stopping = false;
  std::unordered_map<std::string, Remembered> remembered;  // io thread only

  static void work(std::shared_ptr<Threads> const& self) {
    std::unique_lock lock(self->mutex);
    for (;;) {
      ++self->idle;
      // Threads are made when names are asked for and go when nobody asks.
      bool const called =
          self->wanted.wait_for(lock, std::chrono::seconds(30), [&] { return self->stopping || !self->tasks.empty(); });
      --self->idle;
      if (!called || self->stopping) break;
      auto const task = std::move(self->tasks.front());
      self->tasks.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
    --self->running;
  }

  static void submit(std::shared_ptr<Threads> const& self, std::function<void()> task) {
    std::scoped_lock const lock(self->mutex);
    self->tasks.push_back(std::move(task));
    if (self->idle < static_cast<int>(self->tasks.size()) && self->running < most_threads) {
      ++self->running;
      std::thread([self] { work(self); }).detach();
    }
    self->wanted.notify_one();
  }
};

NameLookup::NameLookup(asio::any_io_executor executor)
    : executor_(std::move(executor)), threads_(std::make_shared<Threads>()) {}

NameLookup::~NameLookup() {
  std::scoped_lock const lock(threads_->mutex);
  threads_->stopping = true;
  threads_->wanted.notify_all();
}

awaitable<std::vector<IpAddress>> NameLookup::find(std::string host, Moment deadline) {
  auto const now = std::chrono::steady_clock::now();
  auto& remembered = threads_->remembered;
  if (auto const known = remembered.find(host); known != remembered.end() && known->second.until > now)
    co_return known->second.addresses;
  auto const wait = std::make_shared<Wait>(executor_);
  wait->timer.expires_at(deadline);
  // The thread may come back when the io thread is gone: it owns no timer and posts only while the lookup lives.
  std::weak_ptr<Wait> const waiting = wait;
  Threads::submit(threads_, [waiting, host, executor = executor_, threads = threads_.get()] {
    auto addresses = ask_system(host);
    std::scoped_lock const lock(threads->mutex);
    if (threads->stopping) return;
    asio::post(executor, [waiting, addresses = std::move(addresses)]() mutable {
      auto const still = waiting.lock();
      if (!still) return;
      still->addresses = std::move(addresses);
      still->timer.cancel();
    });
  });
  boost::system::error_code ignored;
  co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  if (remembered.size() >= most_remembered) remembered.clear();
  if (!wait->addresses.empty()) remembered[host] = {wait->addresses, now + remembered_for};
  co_return wait->addresses;
}

}  // namespace dunlin::http
