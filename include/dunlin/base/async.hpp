#pragma once
#include <boost/asio/awaitable.hpp>

namespace dunlin {

/// What a function that may wait returns. It runs on an io thread and must never block it.
template <class T>
using awaitable = boost::asio::awaitable<T>;

}  // namespace dunlin
