#include "address.hpp"

#include <boost/url.hpp>
#include <charconv>

#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::redis {
namespace {

int read_database(std::string_view digits) {
  int number = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number < 0)
    throw Error("the database in the Redis URL is not a number");
  return number;
}

void read_query(Address& address, boost::urls::url_view const& url) {
  for (auto const& parameter : url.params()) {
    std::string const name(parameter.key);
    std::string const value(parameter.value);
    if (name == "db") address.database = read_database(value);
    if (name == "password") address.password = value;
  }
}

}  // namespace

Address read_address(std::string_view text) {
  Address address;
  if (text.starts_with('/')) {
    address.socket = text;
    return address;
  }
  auto const parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  if (!parsed) throw Error("the Redis URL cannot be read");
  auto const& url = *parsed;
  std::string const scheme(url.scheme());
  address.user = url.user();
  address.password = url.password();
  std::string const path = url.path();

  if (scheme == "unix") {
    if (path.size() < 2) throw Error("the Redis URL names no socket");
    address.socket = path;
  } else if (scheme == "redis") {
    if (!url.host().empty()) address.host = url.host_address();
    if (url.has_port() && !url.port().empty()) address.port = url.port();
    if (path.size() > 1) address.database = read_database(std::string_view(path).substr(1));
  } else if (scheme == "rediss") {
    throw Error("Redis over TLS is not supported: use redis:// or unix://");
  } else {
    throw Error("the Redis URL must begin with redis:// or unix://");
  }
  read_query(address, url);
  return address;
}

}  // namespace dunlin::redis
