#include "hints.hpp"

#include <algorithm>

namespace dunlin::jobs {
namespace {

constexpr std::size_t most_hints = 10'000;

struct Listeners {
  std::mutex mutex;
  std::vector<std::weak_ptr<Hints>> all;
};

Listeners& listeners() {
  static Listeners listeners;
  return listeners;
}

}  // namespace

void Hints::tell(std::string_view kind, std::string_view host) {
  std::scoped_lock const lock(mutex_);
  if (told_.lanes.size() < most_hints) {
    told_.lanes.emplace_back(kind, host);
  } else {
    told_.everywhere = true;
  }
  call();
}

void Hints::tell_everywhere() {
  std::scoped_lock const lock(mutex_);
  told_.everywhere = true;
  call();
}

void Hints::call() {
  if (!std::exchange(called_, true) && on_first_) on_first_();
}

void Hints::close() {
  std::scoped_lock const lock(mutex_);
  on_first_ = nullptr;
}

Hints::Told Hints::take() {
  std::scoped_lock const lock(mutex_);
  called_ = false;
  return std::exchange(told_, {});
}

void listen_for_hints(std::weak_ptr<Hints> hints) {
  auto& known = listeners();
  std::scoped_lock const lock(known.mutex);
  std::erase_if(known.all, [](auto const& one) { return one.expired(); });
  known.all.push_back(std::move(hints));
}

void tell_all(std::string_view kind, std::vector<std::string> const& hosts) {
  std::vector<std::shared_ptr<Hints>> live;
  auto& known = listeners();
  {
    std::scoped_lock const lock(known.mutex);
    for (auto const& one : known.all)
      if (auto hints = one.lock()) live.push_back(std::move(hints));
  }
  for (auto const& hints : live)
    for (auto const& host : hosts) hints->tell(kind, host);
}

}  // namespace dunlin::jobs
