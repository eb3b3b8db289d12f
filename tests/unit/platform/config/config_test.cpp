#include "dunlin/platform/config/config.hpp"

#include <gtest/gtest.h>

#include <map>

using namespace dunlin;
using config::Reading;

namespace {

Reading read(std::map<std::string, std::string> const& environment) {
  return config::read([&](std::string const& name) -> std::optional<std::string> {
    auto const at = environment.find(name);
    return at == environment.end() ? std::nullopt : std::optional(at->second);
  });
}

/// The config of an environment without a problem.
config::Config good(std::map<std::string, std::string> const& environment) {
  auto reading = read(environment);
  for (auto const& problem : reading.problems) ADD_FAILURE() << problem.name << ": " << problem.what;
  return reading.config;
}

/// The name of the one problem an environment has.
std::string problem_of(std::map<std::string, std::string> const& environment) {
  auto const reading = read(environment);
  if (reading.problems.size() != 1) return std::to_string(reading.problems.size()) + " problems";
  EXPECT_FALSE(reading.problems[0].what.empty());
  EXPECT_FALSE(reading.problems[0].fix.empty());
  return reading.problems[0].name;
}

}  // namespace

TEST(Config, AnEmptyEnvironmentServesThisMachineOverHttp) {
  auto const config = good({});
  EXPECT_EQ(config.local_domain, "localhost:3000");
  EXPECT_EQ(config.web_domain, "localhost:3000");
  EXPECT_FALSE(config.local_https);
  EXPECT_EQ(config.base_url(), "http://localhost:3000");
  EXPECT_EQ(config.bind, "127.0.0.1");
  EXPECT_EQ(config.database, "host='localhost' port=5432 dbname='dunlin' user='dunlin' sslmode=prefer");
  EXPECT_EQ(config.redis_url, "redis://localhost:6379/0");
  EXPECT_TRUE(config.rate_limits);
  EXPECT_TRUE(config.anonymous_api);
}

TEST(Config, ADomainOfOnesOwnIsHttps) {
  auto const config = good({{"LOCAL_DOMAIN", "Social.Example"}, {"PORT", "3120"}});
  EXPECT_EQ(config.local_domain, "social.example");
  EXPECT_EQ(config.base_url(), "https://social.example");
}

TEST(Config, BindIsAnAddress) {
  EXPECT_EQ(good({{"BIND", "[::]"}}).bind, "::");
  EXPECT_EQ(good({{"BIND", "*"}}).bind, "::");
  EXPECT_EQ(good({{"BIND", "localhost"}}).bind, "127.0.0.1");
  EXPECT_EQ(good({{"BIND", "0.0.0.0"}}).bind, "0.0.0.0");
}

TEST(Config, ThePortGoesIntoTheDefaultDomain) {
  EXPECT_EQ(good({{"PORT", "3121"}}).base_url(), "http://localhost:3121");
}

TEST(Config, LoopbackNamesAreHttpUnlessSaidOtherwise) {
  for (auto const* name : {"localhost", "localhost:3001", "a.localhost:3001", "127.0.0.1:3001", "[::1]:3001"})
    EXPECT_FALSE(good({{"LOCAL_DOMAIN", name}}).local_https) << name;
  EXPECT_TRUE(good({{"LOCAL_DOMAIN", "localhost"}, {"LOCAL_HTTPS", "true"}}).local_https);
  EXPECT_FALSE(good({{"LOCAL_DOMAIN", "social.example"}, {"LOCAL_HTTPS", "false"}}).local_https);
}

TEST(Config, HandleAndWebDomainMayDiffer) {
  auto const config = good({{"LOCAL_DOMAIN", "example.org"},
                            {"WEB_DOMAIN", "social.example.org"},
                            {"ALTERNATE_DOMAINS", "old.example, older.example"}});
  EXPECT_EQ(config.local_domain, "example.org");
  EXPECT_EQ(config.base_url(), "https://social.example.org");
  EXPECT_EQ(config.alternate_domains, (std::vector<std::string>{"old.example", "older.example"}));
}

TEST(Config, DomainsOfOtherScriptsAreKeptAsAscii) {
  EXPECT_EQ(good({{"LOCAL_DOMAIN", "MÖWE.example"}}).local_domain, "xn--mwe-sna.example");
}

TEST(Config, WhatIsNoHostNameIsAProblem) {
  for (auto const* name : {"https://social.example", "social.example/", "two words", "a..b", "social.example:0",
                           "social.example:99999", "-a.example", "user@social.example"})
    EXPECT_EQ(problem_of({{"LOCAL_DOMAIN", name}}), "LOCAL_DOMAIN") << name;
  EXPECT_EQ(problem_of({{"ALTERNATE_DOMAINS", "good.example,b@d"}}), "ALTERNATE_DOMAINS");
}

TEST(Config, TheDatabaseComesFromItsUrlOrFromItsParts) {
  EXPECT_EQ(good({{"DATABASE_URL", "postgresql:///d?host=/run/pg"}, {"DB_NAME", "other"}}).database,
            "postgresql:///d?host=/run/pg");
  EXPECT_EQ(
      good({{"DB_HOST", "/run/pg"}, {"DB_PORT", "5433"}, {"DB_NAME", "d"}, {"DB_USER", "u"}, {"DB_PASS", "it's\\"}})
          .database,
      "host='/run/pg' port=5433 dbname='d' user='u' sslmode=prefer password='it\\'s\\\\'");
}

TEST(Config, ABadDatabaseUrlIsAProblemThatDoesNotTellThePassword) {
  auto const reading = read({{"DATABASE_URL", "postgresql://u:hunter2@[::1/x"}});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].what.find("hunter2"), std::string::npos);
}

TEST(Config, RedisComesFromItsUrlOrFromItsParts) {
  EXPECT_EQ(good({{"REDIS_URL", "unix:///run/redis.sock?db=1"}}).redis_url, "unix:///run/redis.sock?db=1");
  EXPECT_EQ(good({{"REDIS_HOST", "r"}, {"REDIS_PORT", "1"}, {"REDIS_USER", "u"}, {"REDIS_PASSWORD", "p@/"}}).redis_url,
            "redis://u:p%40%2F@r:1/0");
  EXPECT_EQ(good({{"REDIS_HOST", "/run/redis.sock"}}).redis_url, "unix:///run/redis.sock");
  EXPECT_EQ(problem_of({{"REDIS_URL", "rediss://tls.example"}}), "REDIS_URL");
}

TEST(Config, ProxiesAndPrivateNetworksAreAddresses) {
  auto const config =
      good({{"TRUSTED_PROXY_IP", "10.0.0.0/8  ::1"}, {"ALLOWED_PRIVATE_ADDRESSES", "127.0.0.1,fc00::/7"}});
  EXPECT_EQ(config.trusted_proxies, "10.0.0.0/8,::1");
  EXPECT_EQ(config.allowed_private_addresses, "127.0.0.1,fc00::/7");
  EXPECT_EQ(problem_of({{"TRUSTED_PROXY_IP", "10.0.0.0/33"}}), "TRUSTED_PROXY_IP");
  EXPECT_EQ(problem_of({{"ALLOWED_PRIVATE_ADDRESSES", "localhost"}}), "ALLOWED_PRIVATE_ADDRESSES");
}

TEST(Config, EveryBadValueIsNamedAndLeavesItsDefault) {
  EXPECT_EQ(problem_of({{"BIND", "eth0"}}), "BIND");
  EXPECT_EQ(problem_of({{"PORT", "0"}}), "PORT");
  EXPECT_EQ(problem_of({{"PORT", "3000x"}}), "PORT");
  EXPECT_EQ(problem_of({{"LOCAL_HTTPS", "maybe"}}), "LOCAL_HTTPS");
  EXPECT_EQ(problem_of({{"DB_POOL", "-1"}}), "DB_POOL");
  EXPECT_EQ(problem_of({{"DB_SSLMODE", "sometimes"}}), "DB_SSLMODE");
  EXPECT_EQ(problem_of({{"LOG_LEVEL", "loud"}}), "LOG_LEVEL");
  EXPECT_EQ(problem_of({{"LOG_FORMAT", "xml"}}), "LOG_FORMAT");
  EXPECT_EQ(problem_of({{"MAX_CHARACTERS", "0"}}), "MAX_CHARACTERS");
  auto const reading = read({{"PORT", "x"}, {"DB_POOL", "x"}, {"LOG_LEVEL", "x"}});
  EXPECT_EQ(reading.problems.size(), 3U);
  EXPECT_EQ(reading.config.port, 3000);
  EXPECT_EQ(reading.config.database_threads, 6);
}

TEST(Config, AShortSecretIsRefusedWithoutBeingShown) {
  auto const reading = read({{"SECRET_KEY_BASE", "hunter2"}});
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].what.find("hunter2"), std::string::npos);
  EXPECT_TRUE(reading.config.secret_key.empty());
  EXPECT_EQ(good({{"SECRET_KEY_BASE", std::string(64, 'a')}}).secret_key.reveal(), std::string(64, 'a'));
}

TEST(Config, SwitchesAndNumbersAreRead) {
  auto const config = good({{"OAUTH_PASSWORD_GRANT", "true"},
                            {"RATE_LIMITS", "off"},
                            {"AUTHORIZED_FETCH", "1"},
                            {"DISALLOW_UNAUTHENTICATED_API_ACCESS", "yes"},
                            {"PREPARED_STATEMENTS", "false"},
                            {"MAX_CHARACTERS", "5000"},
                            {"CACHE_BYTES", "1048576"},
                            {"LOG_FORMAT", "json"},
                            {"RAILS_LOG_LEVEL", "warn"}});
  EXPECT_TRUE(config.oauth_password_grant);
  EXPECT_FALSE(config.rate_limits);
  EXPECT_TRUE(config.authorized_fetch);
  EXPECT_FALSE(config.anonymous_api);
  EXPECT_FALSE(config.prepared_statements);
  EXPECT_EQ(config.most_characters, 5000);
  EXPECT_EQ(config.cache_bytes, 1048576U);
  EXPECT_TRUE(config.log_json);
  EXPECT_EQ(config.log_level, "warn");
}

TEST(Config, RateLimitsCanBeOthers) {
  auto const config = good({{"RATE_LIMITS", "token=600/5m, Statuses=10/1d"}});
  EXPECT_TRUE(config.rate_limits);
  ASSERT_EQ(config.changed_rate_limits.size(), 2U);
  EXPECT_EQ(config::rate_limit_names[config.changed_rate_limits[0].what], "token");
  EXPECT_EQ(config.changed_rate_limits[0].most, 600);
  EXPECT_EQ(config.changed_rate_limits[0].period, std::chrono::minutes(5));
  EXPECT_EQ(config::rate_limit_names[config.changed_rate_limits[1].what], "statuses");
  EXPECT_EQ(config.changed_rate_limits[1].period, std::chrono::hours(24));
  EXPECT_TRUE(good({{"RATE_LIMITS", "on"}}).changed_rate_limits.empty());
  for (auto const* wrong : {"token=600", "tokens=600/5m", "token=0/5m", "token=6/5x", "token=6/", "token=6/8d",
                            "token=9999999999/5m", "token/5m=6", "=/"})
    EXPECT_EQ(problem_of({{"RATE_LIMITS", wrong}}), "RATE_LIMITS") << wrong;
}

TEST(Config, ABucketIsNamedAsMastodonNamesIt) {
  std::map<std::string, std::string> const least{
      {"S3_ENABLED", "true"}, {"S3_BUCKET", "files"}, {"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "key"}};
  auto const with = [&](std::map<std::string, std::string> more) {
    more.insert(least.begin(), least.end());
    auto const config = good(more);
    EXPECT_TRUE(config.s3_enabled);
    return *config.s3;
  };
  EXPECT_EQ(with({}).endpoint, "https://s3.us-east-1.amazonaws.com");
  EXPECT_EQ(with({}).public_url, "https://s3.us-east-1.amazonaws.com/files");
  EXPECT_EQ(with({}).acl, "public-read");
  EXPECT_EQ(with({{"S3_PERMISSION", ""}}).acl, "");
  EXPECT_EQ(with({{"S3_ENDPOINT", "http://minio:9000/"}}).public_url, "http://minio:9000/files");
  EXPECT_EQ(with({{"S3_ENDPOINT", "https://s3.example"}, {"S3_OVERRIDE_PATH_STYLE", "true"}}).public_url,
            "https://files.s3.example");
  EXPECT_EQ(with({{"S3_HOSTNAME", "cdn.example"}}).public_url, "https://cdn.example/files");
  EXPECT_EQ(with({{"S3_ALIAS_HOST", "files.example"}, {"S3_HOSTNAME", "cdn.example"}}).public_url,
            "https://files.example");
  EXPECT_EQ(problem_of({{"S3_ENABLED", "true"}, {"S3_BUCKET", "files"}, {"AWS_ACCESS_KEY_ID", "id"}}),
            "AWS_SECRET_ACCESS_KEY");
  EXPECT_FALSE(good({}).s3);
}

TEST(Config, FilesMayHaveAHostOfTheirOwn) {
  EXPECT_EQ(good({{"PAPERCLIP_ROOT_URL", "/system/"}}).media_url, "");
  EXPECT_EQ(good({{"PAPERCLIP_ROOT_URL", "https://media.example/system/"}}).media_url, "https://media.example/system");
  EXPECT_EQ(problem_of({{"PAPERCLIP_ROOT_URL", "https://media.example/elsewhere"}}), "PAPERCLIP_ROOT_URL");
}

TEST(Config, ProxiesAreReadInBothSpellings) {
  auto const config = good({{"HTTP_PROXY", "http://big"}, {"http_proxy", "http://small"}, {"HTTPS_PROXY", "http://s"}});
  EXPECT_EQ(config.http_proxy, "http://small");
  EXPECT_EQ(config.https_proxy, "http://s");
}
