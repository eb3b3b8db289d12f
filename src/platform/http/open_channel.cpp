#include "open_channel.hpp"

#include <utility>

#include "session.hpp"

namespace dunlin::http {
namespace {

/// More than a phone falls behind in a tunnel; the system's own buffers come on top.
constexpr std::size_t most_waiting_bytes = 512 * 1024;

}  // namespace

OpenChannel::OpenChannel(std::shared_ptr<ServerState> state)
    : state_(std::move(state)), place_(state_->channels.size()) {
  state_->channels.push_back(this);
}

OpenChannel::~OpenChannel() {
  state_->channels.back()->place_ = place_;
  std::swap(state_->channels[place_], state_->channels.back());
  state_->channels.pop_back();
}

void OpenChannel::send(std::shared_ptr<std::string const> text) {
  if (ended_) return;
  waiting_bytes_ += text->size();
  if (waiting_bytes_ > most_waiting_bytes) return cut();
  waiting_.push_back(std::move(text));
  if (waiting_.size() == 1) write(*waiting_.front());
}

void OpenChannel::written(bool failed) {
  if (failed) return end();
  if (waiting_.empty()) return;  // it ended meanwhile
  waiting_bytes_ -= waiting_.front()->size();
  waiting_.erase(waiting_.begin());
  if (!waiting_.empty()) return write(*waiting_.front());
  waiting_.shrink_to_fit();
}

void OpenChannel::end() {
  if (std::exchange(ended_, true)) return;
  if (waiting_.size() > 1) waiting_.erase(waiting_.begin() + 1, waiting_.end());  // the first may still be read
  on_text = nullptr;
  if (auto const tell = std::exchange(on_close, nullptr)) tell();
}

}  // namespace dunlin::http
