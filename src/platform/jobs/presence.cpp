#include "presence.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>

#include "dunlin/platform/log/log.hpp"

namespace dunlin::jobs {
namespace {

constexpr int shortest_retry_ms = 100, longest_retry_ms = 2000;  // ms between attempts to connect
constexpr int pulse = 20'000;                                    // ms between looks at an idle session

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection connect(std::string const& conninfo) {
  std::array<char const*, 6> const names{"dbname",          "application_name",    "connect_timeout",
                                         "keepalives_idle", "keepalives_interval", nullptr};
  std::array<char const*, 6> const values{conninfo.c_str(), "dunlin presence", "5", "10", "5", nullptr};
  return {PQconnectdbParams(names.data(), values.data(), 1), PQfinish};
}

/// The first column of the first row, or empty text when there is none.
std::string ask(PGconn* connection, std::string const& sql) {
  std::unique_ptr<PGresult, decltype(&PQclear)> const result(PQexec(connection, sql.c_str()), PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQntuples(result.get()) == 0) return {};
  return PQgetvalue(result.get(), 0, 0);
}

}  // namespace

Presence::Presence(std::string conninfo, bool locks, std::function<void(int)> on_number)
    : conninfo_(std::move(conninfo)),
      locks_(locks),
      on_number_(std::move(on_number)),
      wake_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  thread_ = std::thread([this] { stay(); });
}

Presence::~Presence() {
  stopping_ = true;
  ::eventfd_write(wake_fd_, 1);
  thread_.join();
  ::close(wake_fd_);
}

void Presence::stay() {
  int wait = shortest_retry_ms;
  while (!stopping_) {
    if (hold_one_session()) {
      if (!locks_) return;
      wait = shortest_retry_ms;
    }
    pause(wait);
    wait = std::min(wait * 2, longest_retry_ms);
  }
}

/// Returns false while waiting was interrupted by the end.
bool Presence::pause(int milliseconds) {
  pollfd wake{wake_fd_, POLLIN, 0};
  ::poll(&wake, 1, milliseconds);
  return !stopping_;
}

/// Connects, takes the lock and stays until the session breaks. False when it did not get that far.
bool Presence::hold_one_session() {
  auto const connection = connect(conninfo_);
  auto* const pg = connection.get();
  if (PQstatus(pg) != CONNECTION_OK) return false;
  if (number_ == 0) {
    auto const next = ask(pg, "select nextval('process_numbers')");
    if (next.empty()) return false;
    number_ = std::stoi(next);
  }
  if (locks_) {
    // PostgreSQL may not have noticed yet that our last session is gone, and hold its lock a little longer.
    auto const lock = fmt::format("select pg_try_advisory_lock({}, {})", presence_class, number_);
    for (;;) {
      auto const held = ask(pg, lock);
      if (held == "t") break;
      if (held.empty() || !pause(shortest_retry_ms)) return false;
    }
  }
  if (auto const tell = std::exchange(on_number_, nullptr)) tell(locks_ ? number_ : -number_);
  if (!locks_) return true;
  while (!stopping_) {
    std::array<pollfd, 2> watched{{{PQsocket(pg), POLLIN, 0}, {wake_fd_, POLLIN, 0}}};
    if (::poll(watched.data(), watched.size(), pulse) == 0) {
      if (ask(pg, "select 1").empty()) break;
    } else if (watched[0].revents != 0 && (PQconsumeInput(pg) != 1 || PQstatus(pg) != CONNECTION_OK)) {
      break;
    }
  }
  if (!stopping_) log::warn("jobs: the session that shows this process is alive broke; making a new one");
  return true;
}

}  // namespace dunlin::jobs
