#pragma once
#include <functional>
#include <memory>

#include "dunlin/base/hop.hpp"

namespace dunlin::crypto {

/// Threads for work that burns a core: password hashes, RSA, key generation.
class CpuPool {
 public:
  explicit CpuPool(int threads = 2);
  ~CpuPool();  // runs what is queued, then joins
  /// Runs the work on a pool thread; resumes on the caller's io thread.
  template <class F>
  awaitable<std::invoke_result_t<F&>> run(F work) {
    return hop([this](std::function<void()> task) { submit(std::move(task)); }, std::move(work));
  }
  int waiting() const;

 private:
  void submit(std::function<void()> task);
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace dunlin::crypto
