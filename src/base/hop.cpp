#include "dunlin/base/hop.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>

namespace dunlin {

awaitable<void> hop_away(Submit submit, std::function<void()> work) {
  auto initiate = [submit = std::move(submit), work = std::move(work)](auto handler) mutable {
    auto guard = boost::asio::make_work_guard(handler);
    // The handler can only be moved; a std::function must be copyable, hence the shared pair.
    auto state = std::make_shared<std::pair<decltype(handler), decltype(guard)>>(std::move(handler), std::move(guard));
    submit([state, work = std::move(work)] {
      std::exception_ptr failure;
      try {
        work();
      } catch (...) {
        failure = std::current_exception();
      }
      auto const executor = state->second.get_executor();
      boost::asio::post(executor, [state, failure]() mutable { std::move(state->first)(failure); });
    });
  };
  return boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(std::exception_ptr)>(
      std::move(initiate), boost::asio::use_awaitable);
}

}  // namespace dunlin
