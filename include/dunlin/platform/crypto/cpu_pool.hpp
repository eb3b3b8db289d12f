#pragma once
#include <functional>
#include <memory>

#include "dunlin/base/hop.hpp"

namespace dunlin::crypto {

/// Threads for work that burns a core: password hashes, RSA, key generation. Besides them a few of lower priority, for
/// work of a second or more that must not keep those waiting: pictures.
class CpuPool {
 public:
  explicit CpuPool(int threads = 2, int patient_threads = 2);
  ~CpuPool();  // runs what is queued, then joins
  /// Runs the work on a pool thread; resumes on the caller's io thread.
  template <class F>
  awaitable<std::invoke_result_t<F&>> run(F work) {
    return hop([this](std::function<void()> task) { submit(std::move(task)); }, std::move(work));
  }
  /// The same on a thread of lower priority. No more of it runs at once than there are such threads, so what it needs
  /// of memory is bounded too.
  template <class F>
  awaitable<std::invoke_result_t<F&>> run_patiently(F work) {
    return hop([this](std::function<void()> task) { submit_patiently(std::move(task)); }, std::move(work));
  }
  /// How many wait for a thread, the patient ones apart.
  int waiting() const;

 private:
  void submit(std::function<void()> task);
  void submit_patiently(std::function<void()> task);
  struct Pool;
  std::unique_ptr<Pool> pool_, patient_;
};

}  // namespace dunlin::crypto
