#include "resolver.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace dunlin::http {
namespace {

namespace asio = boost::asio;

constexpr int most_threads = 8;
constexpr std::size_t most_remembered = 2048;
constexpr auto remembered_for = std::chrono::seconds(60);
// The C library asks each name server twice for five seconds: a dead domain would occupy its thread that long.
constexpr int name_server_seconds = 2, name_server_attempts = 2;

IpAddress bytes_of(sockaddr const* address) {
  if (address->sa_family == AF_INET)
    return from_ipv4(ntohl(reinterpret_cast<sockaddr_in const*>(address)->sin_addr.s_addr));
  IpAddress out;
  std::memcpy(out.data(), &reinterpret_cast<sockaddr_in6 const*>(address)->sin6_addr, out.size());
  return out;
}

Resolver::Answer look_up(std::string const& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  Resolver::Answer answer;
  if (auto const failed = getaddrinfo(host.c_str(), nullptr, &hints, &found)) {
    answer.problem = gai_strerror(failed);
    return answer;
  }
  for (auto const* entry = found; entry; entry = entry->ai_next)
    if (entry->ai_family == AF_INET || entry->ai_family == AF_INET6)
      answer.addresses.push_back(bytes_of(entry->ai_addr));
  freeaddrinfo(found);
  if (answer.addresses.empty()) answer.problem = "no addresses";
  return answer;
}

}  // namespace

/// What find() waits with. Its timer belongs to the io thread: a looking-up thread only points to it weakly.
struct Resolver::Lookup {
  explicit Lookup(asio::any_io_executor const& executor) : wake(executor) {}
  asio::steady_timer wake;
  Answer answer{{}, "the name server did not answer in time"};
};

/// Where names wait for a thread. The threads own it too and are never joined: one that is stuck in the C library
/// would hold up the end of the program for seconds. Once closed, none touches the executor any more.
struct Resolver::Desk {
  explicit Desk(asio::any_io_executor to) : executor(std::move(to)) {}
  struct Name {
    std::string host;
    std::weak_ptr<Lookup> asker;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Name> names;
  asio::any_io_executor executor;
  int threads = 0, free_threads = 0;
  bool closed = false;

  static void serve(std::shared_ptr<Desk> desk);
  std::optional<Name> next();
  void hand_back(std::weak_ptr<Lookup> asker, Answer answer);
};

void Resolver::Desk::serve(std::shared_ptr<Desk> desk) {
  if (res_init() == 0) {
    _res.retrans = name_server_seconds;
    _res.retry = name_server_attempts;
  }
  while (auto name = desk->next()) desk->hand_back(std::move(name->asker), look_up(name->host));
}

std::optional<Resolver::Desk::Name> Resolver::Desk::next() {
  std::unique_lock lock(mutex);
  ++free_threads;
  changed.wait(lock, [&] { return closed || !names.empty(); });
  --free_threads;
  if (closed) return std::nullopt;
  auto name = std::move(names.front());
  names.pop_front();
  return name;
}

void Resolver::Desk::hand_back(std::weak_ptr<Lookup> asker, Answer answer) {
  std::lock_guard const lock(mutex);
  if (closed) return;
  asio::post(executor, [asker = std::move(asker), answer = std::move(answer)]() mutable {
    auto const lookup = asker.lock();
    if (!lookup) return;
    lookup->answer = std::move(answer);
    lookup->wake.cancel();
  });
}

Resolver::Resolver(asio::any_io_executor executor)
    : executor_(std::move(executor)), desk_(std::make_shared<Desk>(executor_)) {}

Resolver::~Resolver() {
  close();
}

awaitable<Resolver::Answer> Resolver::find(std::string host, std::chrono::steady_clock::time_point deadline) {
  if (auto const address = parse_ip(host)) co_return Answer{{*address}, {}};
  auto const now = std::chrono::steady_clock::now();
  if (auto const known = remembered_.find(host); known != remembered_.end() && known->second.until > now)
    co_return Answer{known->second.addresses, {}};
  auto const lookup = std::make_shared<Lookup>(executor_);
  std::erase_if(waiting_, [](auto const& other) { return other.expired(); });
  waiting_.push_back(lookup);
  lookup->wake.expires_at(deadline);
  {
    std::lock_guard const lock(desk_->mutex);
    if (desk_->closed) co_return Answer{{}, "closed"};
    desk_->names.push_back({host, lookup});
    if (desk_->free_threads < static_cast<int>(desk_->names.size()) && desk_->threads < most_threads) {
      ++desk_->threads;
      std::thread(Desk::serve, desk_).detach();
    }
  }
  desk_->changed.notify_one();
  boost::system::error_code ignored;
  co_await lookup->wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  if (remembered_.size() >= most_remembered) remembered_.clear();
  if (!lookup->answer.addresses.empty()) remembered_[host] = {lookup->answer.addresses, now + remembered_for};
  co_return std::move(lookup->answer);
}

void Resolver::close() {
  {
    std::lock_guard const lock(desk_->mutex);
    desk_->closed = true;
    desk_->names.clear();
    desk_->executor = {};
  }
  desk_->changed.notify_all();
  for (auto const& weak : waiting_)
    if (auto const lookup = weak.lock()) lookup->wake.cancel();
}

}  // namespace dunlin::http
