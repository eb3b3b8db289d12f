#include "dunlin/platform/crypto/cpu_pool.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace dunlin::crypto {

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
};

CpuPool::CpuPool(int threads) : pool_(std::make_unique<Pool>()) {
  for (int i = 0; i < threads; ++i) pool_->threads.emplace_back([this] { pool_->work(); });
}

CpuPool::~CpuPool() {
  {
    std::scoped_lock const lock(pool_->mutex);
    pool_->stopping = true;
  }
  pool_->wanted.notify_all();
  for (auto& thread : pool_->threads) thread.join();
}

void CpuPool::submit(std::function<void()> task) {
  {
    std::scoped_lock const lock(pool_->mutex);
    pool_->tasks.push_back(std::move(task));
  }
  pool_->wanted.notify_one();
}

int CpuPool::waiting() const {
  std::scoped_lock const lock(pool_->mutex);
  return static_cast<int>(pool_->tasks.size());
}

}  // namespace dunlin::crypto
