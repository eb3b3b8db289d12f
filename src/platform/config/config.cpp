#include "dunlin/platform/config/config.hpp"

#include <fmt/core.h>

#include "values.hpp"

namespace dunlin::config {
namespace {

constexpr std::size_t least_secret_characters = 32;
constexpr std::int64_t most_cache_mib = 1024 * 1024;

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

/// Names and addresses that mean this machine: no certificate exists for them, so they speak plain HTTP.
bool is_loopback_name(std::string_view host) {
  auto const name = without_port(host);
  return name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]";
}

void read_names(Values const& values, Config& config) {
  config.local_domain = fmt::format("localhost:{}", config.port);
  if (auto const domain = values.host("LOCAL_DOMAIN")) config.local_domain = *domain;
  config.web_domain = values.host("WEB_DOMAIN").value_or(config.local_domain);
  for (auto const& name : values.list("ALTERNATE_DOMAINS")) {
    if (auto const domain = values.host("ALTERNATE_DOMAINS", name)) config.alternate_domains.push_back(*domain);
  }
  config.local_https = !is_loopback_name(config.local_domain);
  values.flag("LOCAL_HTTPS", config.local_https);
}

void read_outgoing(Values const& values, Config& config) {
  values.networks("ALLOWED_PRIVATE_ADDRESSES", config.allowed_private_addresses);
  // Both spellings are in use; the lower-case one is the older and wins, as in curl.
  auto const either = [&](std::string const& small, std::string const& big, std::string& into) {
    values.text(big, into);
    values.text(small, into);
  };
  either("http_proxy", "HTTP_PROXY", config.http_proxy);
  either("https_proxy", "HTTPS_PROXY", config.https_proxy);
  either("no_proxy", "NO_PROXY", config.no_proxy);
  values.text("SSL_CERT_FILE", config.certificate_file);
  values.text("LIBRE_TRANSLATE_ENDPOINT", config.libre_translate_endpoint);
  auto& endpoint = config.libre_translate_endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (!endpoint.empty() && !endpoint.starts_with("http://") && !endpoint.starts_with("https://"))
    values.problem("LIBRE_TRANSLATE_ENDPOINT", fmt::format("\"{}\" is not a URL", endpoint),
                   "Write where LibreTranslate answers, such as http://localhost:5000.");
  if (auto const key = values.text("LIBRE_TRANSLATE_API_KEY")) config.libre_translate_key = Secret(*key);
}

void read_behaviour(Values const& values, Config& config) {
  values.flag("AUTHORIZED_FETCH", config.authorized_fetch);
  values.flag("LIMITED_FEDERATION_MODE", config.limited_federation);
  bool closed_api = false;
  values.flag("DISALLOW_UNAUTHENTICATED_API_ACCESS", closed_api);
  config.anonymous_api = !closed_api;
  values.flag("OAUTH_PASSWORD_GRANT", config.oauth_password_grant);
  read_rate_limits(values, config);
  values.text("DEFAULT_LOCALE", config.default_locale);
  values.number("USER_ACTIVE_DAYS", 1, 3650, config.user_active_days);
  values.number("CACHE_BYTES", 0, most_cache_mib * 1024 * 1024, config.cache_bytes);
  values.number("MAX_CHARACTERS", 1, 100'000, config.most_characters);
  values.text("SOURCE_BASE_URL", config.source_url);
  auto const key = values.text("SECRET_KEY_BASE");
  if (!key) return;
  if (key->size() < least_secret_characters)
    values.problem("SECRET_KEY_BASE", fmt::format("it has only {} characters", key->size()),
                   "Write at least 32 random characters (openssl rand -hex 64), or leave it out: a key is then "
                   "made and kept in the database.");
  else
    config.secret_key = Secret(*key);
}

void read_log(Values const& values, Config& config) {
  std::string const name = values.text("LOG_LEVEL") ? "LOG_LEVEL" : "RAILS_LOG_LEVEL";
  values.word(name, {"debug", "info", "warn", "error", "fatal"}, config.log_level);
  if (config.log_level == "fatal") config.log_level = "error";
  std::string format = "text";
  values.word("LOG_FORMAT", {"text", "json"}, format);
  config.log_json = format == "json";
}

}  // namespace

Reading read(std::function<std::optional<std::string>(std::string const&)> get) {
  Reading reading;
  auto& config = reading.config;
  Values const values(get, reading.problems);
  values.address("BIND", config.bind);
  values.number("PORT", 1, 65535, config.port);
  values.networks("TRUSTED_PROXY_IP", config.trusted_proxies);
  read_names(values, config);
  read_stores(values, config);
  values.number("DB_POOL", 1, 64, config.database_threads);
  values.flag("PREPARED_STATEMENTS", config.prepared_statements);
  values.text("REDIS_NAMESPACE", config.redis_namespace);
  read_files(values, config);
  read_outgoing(values, config);
  read_behaviour(values, config);
  read_log(values, config);
  return reading;
}

}  // namespace dunlin::config
