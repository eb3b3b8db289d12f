#include "dunlin/platform/jobs/queue.hpp"

#include "runner.hpp"

namespace dunlin::jobs {

Queue::Queue() : lanes_(std::make_unique<Lanes>()) {}

Queue::~Queue() {
  if (runner_) runner_->abandon();
}

void Queue::add(Kind kind) {
  if (!lanes_) throw std::logic_error("jobs: a kind was added after the start");
  lanes_->add(std::move(kind));
}

void Queue::start(App& app, boost::asio::any_io_executor executor) {
  runner_ = std::make_shared<Runner>(executor, app, std::move(*std::exchange(lanes_, nullptr)));
  runner_->start();
}

void Queue::wake() {
  if (runner_) runner_->hints->tell_everywhere();
}

awaitable<void> Queue::stop(Duration patience) {
  if (runner_) co_await runner_->stop(patience);
}

std::vector<Tally> Queue::tallies() const {
  return runner_ ? runner_->tallies() : std::vector<Tally>{};
}

}  // namespace dunlin::jobs
