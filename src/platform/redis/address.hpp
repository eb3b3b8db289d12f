#pragma once
#include <string>
#include <string_view>

namespace dunlin::redis {

/// Where a Redis server is and how to introduce oneself.
struct Address {
  std::string socket;  // path of a unix socket; host and port otherwise
  std::string host = "localhost";
  std::string port = "6379";
  std::string user, password;
  int database = 0;
};

/// Reads redis://[user:password@]host[:port][/db], unix://[user:password@]/path[?db=N], or a bare path. Throws
/// Error, which never quotes the URL: it may hold a password.
Address read_address(std::string_view url);

}  // namespace dunlin::redis
