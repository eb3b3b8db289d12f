#pragma once
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "dunlin/base/async.hpp"

namespace dunlin {

/// Leaves the io thread for blocking work and comes back with its result. `submit(task)` must arrange for
/// task() to run exactly once on another thread. (co_await asio::post(pool) would not do: it resumes on the
/// coroutine's own executor.) An exception of the work is rethrown here.
template <class Submit, class Work>
awaitable<std::invoke_result_t<Work&>> hop(Submit submit, Work work) {
  using Result = std::invoke_result_t<Work&>;
  std::conditional_t<std::is_void_v<Result>, std::monostate, std::optional<Result>> result;
  auto initiate = [&](auto handler) {
    auto guard = boost::asio::make_work_guard(handler);
    // The handler can only be moved; a std::function must be copyable, hence the shared pair.
    auto state = std::make_shared<std::pair<decltype(handler), decltype(guard)>>(std::move(handler), std::move(guard));
    submit([state, &work, out = &result] {
      std::exception_ptr failure;
      try {
        if constexpr (std::is_void_v<Result>) {
          work();
          static_cast<void>(out);
        } else {
          out->emplace(work());
        }
      } catch (...) {
        failure = std::current_exception();
      }
      auto const executor = state->second.get_executor();
      boost::asio::post(executor, [state, failure]() mutable { std::move(state->first)(failure); });
    });
  };
  co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(std::exception_ptr)>(
      initiate, boost::asio::use_awaitable);
  if constexpr (!std::is_void_v<Result>) co_return std::move(*result);
}

}  // namespace dunlin
