#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::jobs {

/// Where to look for new jobs, told by whoever enqueued them in this process. Only a hint: what is not told is
/// found by the next poll. Any thread.
class Hints {
 public:
  struct Told {
    std::vector<std::pair<std::string, std::string>> lanes;
    bool everywhere = false;  // too many to name, or nobody knows
  };

  /// Calls `on_first` when there is something to take(), from the telling thread; it must be quick.
  explicit Hints(std::function<void()> on_first) : on_first_(std::move(on_first)) {}
  void tell(std::string_view kind, std::string_view host);
  void tell_everywhere();
  Told take();
  /// on_first is never called again once this has returned.
  void close();

 private:
  void call();
  std::function<void()> on_first_;
  std::mutex mutex_;
  Told told_;
  bool called_ = false;
};

/// The runners of this process: normally one. enqueue() has only a transaction, so it tells them all.
void listen_for_hints(std::weak_ptr<Hints> hints);
void tell_all(std::string_view kind, std::vector<std::string> const& hosts);

}  // namespace dunlin::jobs
