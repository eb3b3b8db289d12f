#pragma once
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "dunlin/base/async.hpp"

namespace dunlin {

/// Arranges for the task to run exactly once on another thread.
using Submit = std::function<void(std::function<void()> task)>;

/// Leaves the io thread for blocking work and comes back on the executor of the coroutine. (co_await
/// asio::post(pool) would not do: it resumes on the coroutine's own executor.) An exception of the work is
/// rethrown here.
awaitable<void> hop_away(Submit submit, std::function<void()> work);

/// The same with the result of the work. Only this little is made anew for every piece of work: what Asio
/// needs for it costs a third of a second each to compile.
template <class Work>
awaitable<std::invoke_result_t<Work&>> hop(Submit submit, Work work) {
  using Result = std::invoke_result_t<Work&>;
  if constexpr (std::is_void_v<Result>) {
    co_await hop_away(std::move(submit), [&work] { work(); });
  } else {
    std::optional<Result> result;
    co_await hop_away(std::move(submit), [&work, &result] { result.emplace(work()); });
    co_return std::move(*result);
  }
}

}  // namespace dunlin
