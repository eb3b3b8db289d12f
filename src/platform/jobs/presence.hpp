#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace dunlin::jobs {

/// The first half of the advisory locks' keys; the second is the process number.
inline constexpr int presence_class = 7263419;

/// This process' number and the proof that it lives: a session of its own that holds an advisory lock, which
/// PostgreSQL frees the moment the process is gone, however it went. When the session breaks, a new one takes the
/// same lock.
class Presence {
 public:
  /// Calls `on_number` once, from its own thread, as soon as PostgreSQL can be reached. Without `locks` (behind a
  /// transaction pooler sessions are not ours) the number is negative: only leases tell whether we live.
  Presence(std::string conninfo, bool locks, std::function<void(int)> on_number);
  ~Presence();
  Presence(Presence const&) = delete;

 private:
  void stay();
  bool hold_one_session();
  bool pause(int milliseconds);

  std::string conninfo_;
  bool locks_;
  std::function<void(int)> on_number_;
  int number_ = 0;
  int wake_fd_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace dunlin::jobs
