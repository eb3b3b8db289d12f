#include "call.hpp"

#include <algorithm>

namespace dunlin::http {

Call::Call(boost::asio::any_io_executor const& executor, Duration patience)
    : timer_(executor), deadline_(std::chrono::steady_clock::now() + patience) {}

void Call::limit_step(Duration patience) {
  arm(std::min(deadline_, std::chrono::steady_clock::now() + patience));
}

void Call::limit_whole() {
  arm(deadline_);
}

void Call::close() {
  closed_ = true;
  timer_.cancel();
  if (auto const wire = wire_.lock()) wire->close();
}

void Call::arm(Moment when) {
  timer_.expires_at(when);
  timer_.async_wait([weak = weak_from_this(), when](boost::system::error_code cancelled) {
    auto const self = weak.lock();
    // Armed anew while this was on its way: the next expiry decides.
    if (cancelled || !self || self->timer_.expiry() != when) return;
    if (auto const wire = self->wire_.lock()) wire->close();
  });
}

}  // namespace dunlin::http
