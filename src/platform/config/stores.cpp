#include <fmt/core.h>
#include <libpq-fe.h>

#include <memory>

#include "values.hpp"

namespace dunlin::config {
namespace {

/// A value as libpq's keyword form wants it.
std::string dsn_quoted(std::string_view text) {
  std::string out = "'";
  for (char const c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (char const c : text) {
    if (plain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

void read_database(Values const& values, Config& config) {
  if (auto const url = values.text("DATABASE_URL")) {
    char* why = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const parsed(PQconninfoParse(url->c_str(), &why),
                                                                              PQconninfoFree);
    std::unique_ptr<char, decltype(&PQfreemem)> const owned(why, PQfreemem);
    config.database = *url;
    // What libpq says may repeat the value, and the value holds the password.
    if (!parsed)
      values.problem("DATABASE_URL", "it cannot be read as a PostgreSQL address",
                     "Write postgresql://user:password@host:5432/name (percent-encode special characters of the "
                     "password), or postgresql:///name?host=/path/of/socket.");
    return;
  }
  std::string host = "localhost", name = "dunlin", user = "dunlin", ssl_mode = "prefer";
  int port = 5432;
  values.text("DB_HOST", host);
  values.text("DB_NAME", name);
  values.text("DB_USER", user);
  values.number("DB_PORT", 1, 65535, port);
  values.word("DB_SSLMODE", {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}, ssl_mode);
  config.database = fmt::format("host={} port={} dbname={} user={} sslmode={}", dsn_quoted(host), port,
                                dsn_quoted(name), dsn_quoted(user), ssl_mode);
  if (auto const password = values.text("DB_PASS")) config.database += " password=" + dsn_quoted(*password);
}

void read_redis(Values const& values, Config& config) {
  if (auto const url = values.text("REDIS_URL")) {
    config.redis_url = *url;
    if (!url->starts_with("redis://") && !url->starts_with("unix://"))
      values.problem("REDIS_URL", "it does not begin with redis:// or unix://",
                     "Write redis://user:password@host:6379/0, or unix:///path/of/socket. TLS to Redis (rediss://) "
                     "is not supported.");
    return;
  }
  std::string host = "localhost";
  int port = 6379;
  values.text("REDIS_HOST", host);
  values.number("REDIS_PORT", 1, 65535, port);
  auto const user = values.text("REDIS_USER").value_or("");
  auto const password = values.text("REDIS_PASSWORD").value_or("");
  std::string const credentials =
      user.empty() && password.empty() ? "" : percent_encoded(user) + ":" + percent_encoded(password) + "@";
  config.redis_url = host.starts_with('/') ? fmt::format("unix://{}{}", credentials, host)
                                           : fmt::format("redis://{}{}:{}/0", credentials, host, port);
}

}  // namespace

void read_stores(Values const& values, Config& config) {
  read_database(values, config);
  read_redis(values, config);
}

}  // namespace dunlin::config
