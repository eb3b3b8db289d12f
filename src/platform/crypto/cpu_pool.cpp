#include "dunlin/platform/crypto/cpu_pool.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace dunlin::crypto {
namespace {

constexpr int patience = 10;  // how nice

}  // namespace

struct CpuPool::Pool {
  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::function<void()>> tasks;
  bool stopping = false;
  std::vector<std::thread> threads;

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      wanted.wait(lock, [&] { return stopping || !tasks.empty(); });
      if (tasks.empty()) return;
      {
        auto const task = std::move(tasks.front());
        tasks.pop_front();
        lock.unlock();
        task();
      }  // what the task holds is let go of while nobody is kept waiting
      lock.lock();
    }
  }
  void start(int count, int niceness) {
    for (int i = 0; i < count; ++i)
      threads.emplace_back([this, niceness] {
        // On Linux each thread has its own; failing costs nothing but speed.
        if (niceness != 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
        work();
      });
  }
  void submit(std::function<void()> task) {
    {
      std::scoped_lock const lock(mutex);
      tasks.push_back(std::move(task));
    }
    wanted.notify_one();
  }
  void finish() {
    {
      std::scoped_lock const lock(mutex);
      stopping = true;
    }
    wanted.notify_all();
    for (auto& thread : threads) thread.join();
  }
};

CpuPool::CpuPool(int threads, int patient_threads)
    : pool_(std::make_unique<Pool>()), patient_(std::make_unique<Pool>()) {
  pool_->start(threads, 0);
  patient_->start(patient_threads, patience);
}

CpuPool::~CpuPool() {
  pool_->finish();
  patient_->finish();
}

void CpuPool::submit(std::function<void()> task) {
  pool_->submit(std::move(task));
}

void CpuPool::submit_patiently(std::function<void()> task) {
  patient_->submit(std::move(task));
}

int CpuPool::waiting() const {
  std::scoped_lock const lock(pool_->mutex);
  return static_cast<int>(pool_->tasks.size());
}

}  // namespace dunlin::crypto
