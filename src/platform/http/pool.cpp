#include "pool.hpp"

#include <algorithm>

namespace dunlin::http {

std::shared_ptr<Wire> Pool::take(std::string const& key) {
  auto const found = idle_.find(key);
  if (found == idle_.end()) return nullptr;
  auto& kept = found->second;
  std::shared_ptr<Wire> good;
  while (!good && !kept.empty()) {
    auto wire = std::move(kept.back().wire);
    kept.pop_back();
    --count_;
    if (wire->usable()) good = std::move(wire);
  }
  if (kept.empty()) idle_.erase(found);
  return good;
}

void Pool::put(std::string const& key, std::shared_ptr<Wire> wire, Moment until) {
  if (most_ == 0) return;
  if (count_ >= most_) drop_oldest();
  idle_[key].push_back({std::move(wire), until});
  ++count_;
}

void Pool::drop_expired(Moment now) {
  for (auto entry = idle_.begin(); entry != idle_.end();) {
    count_ -= std::erase_if(entry->second, [&](Idle const& idle) { return idle.until <= now; });
    entry = entry->second.empty() ? idle_.erase(entry) : std::next(entry);
  }
}

void Pool::drop_oldest() {
  auto oldest = idle_.end();
  std::size_t place = 0;
  for (auto entry = idle_.begin(); entry != idle_.end(); ++entry) {
    auto const least = std::ranges::min_element(entry->second, {}, &Idle::until);
    if (oldest == idle_.end() || least->until < oldest->second[place].until) {
      oldest = entry;
      place = static_cast<std::size_t>(least - entry->second.begin());
    }
  }
  if (oldest == idle_.end()) return;
  oldest->second.erase(oldest->second.begin() + static_cast<std::ptrdiff_t>(place));
  if (oldest->second.empty()) idle_.erase(oldest);
  --count_;
}

void Pool::clear() {
  idle_.clear();
  count_ = 0;
}

}  // namespace dunlin::http
