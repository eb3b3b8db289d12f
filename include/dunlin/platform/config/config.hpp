#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/secret.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::config {

/// What can be limited, in the words of RATE_LIMITS. The first ones count all requests, the others some kinds of them.
inline constexpr std::array<std::string_view, 13> rate_limit_names{
    "token", "user",          "address", "paged",    "media",   "deletions", "sign_up",
    "app",   "login_address", "login",   "statuses", "follows", "reports"};
/// So many of them, and no more, in each period.
struct RateLimit {
  std::size_t what = 0;  // place among the names
  int most = 0;
  std::chrono::seconds period{};
};

/// A service that speaks the S3 protocol and keeps the files instead of this machine's disk.
struct S3 {
  std::string endpoint;    // S3_ENDPOINT: "https://s3.example.org", without a slash at its end
  std::string bucket;      // S3_BUCKET
  std::string region;      // S3_REGION
  std::string public_url;  // where everybody finds the files, without a slash at its end
  bool path_style = true;  // the bucket stands in the path; in the host's name with S3_OVERRIDE_PATH_STYLE
  std::string key_id;      // AWS_ACCESS_KEY_ID
  Secret key;              // AWS_SECRET_ACCESS_KEY
  std::string acl;         // S3_PERMISSION; empty for none
  std::string storage_class;
  std::chrono::seconds open_patience{5}, read_patience{5};  // S3_OPEN_TIMEOUT, S3_READ_TIMEOUT
  int retries = 0;                                          // S3_RETRY_LIMIT
  int most_deleted = 1000, delete_retries = 3;              // S3_BATCH_DELETE_LIMIT, S3_BATCH_DELETE_RETRY
};

/// Everything the environment decides, with the names of cli.md. Read once at the start.
struct Config {
  // Names
  std::string local_domain = "localhost:3000";  // LOCAL_DOMAIN: the handle domain, ASCII, lower-case
  std::string web_domain;                       // WEB_DOMAIN: the host of pages and API; LOCAL_DOMAIN when unset
  std::vector<std::string> alternate_domains;   // ALTERNATE_DOMAINS
  bool local_https = true;  // LOCAL_HTTPS: our own URLs are https; federation speaks http too when false
  // Listening
  std::string bind = "127.0.0.1";  // BIND
  std::uint16_t port = 3000;       // PORT
  std::string trusted_proxies;     // TRUSTED_PROXY_IP
  // Stores
  std::string database;             // DATABASE_URL or DB_*, as libpq takes it
  int database_threads = 6;         // DB_POOL
  bool prepared_statements = true;  // PREPARED_STATEMENTS
  std::string redis_url;            // REDIS_URL or REDIS_*
  std::string redis_namespace;      // REDIS_NAMESPACE
  // Files
  std::string media_path = "var/media";                         // PAPERCLIP_ROOT_PATH
  std::string media_url;                                        // PAPERCLIP_ROOT_URL; empty for below base_url()
  bool s3_enabled = false;                                      // S3_ENABLED: files go to the bucket
  std::optional<S3> s3;                                         // where a bucket is named, also for moving from it
  std::string ffmpeg = "ffmpeg";                                // FFMPEG_BINARY; ffprobe stands beside it
  std::string remote_media = "cache";                           // REMOTE_MEDIA: cache, proxy, off
  std::int64_t remote_media_bytes = 10LL * 1024 * 1024 * 1024;  // REMOTE_MEDIA_BYTES: what the cache may hold
  int most_attachments = 16;                                    // MAX_MEDIA_ATTACHMENTS: of one post
  std::int64_t media_quota = 0;                                 // MEDIA_QUOTA_BYTES: of one account; 0 for no end
  // Outgoing
  std::string allowed_private_addresses;  // ALLOWED_PRIVATE_ADDRESSES
  std::string libre_translate_endpoint;   // LIBRE_TRANSLATE_ENDPOINT: without a slash at its end; empty for none
  Secret libre_translate_key;             // LIBRE_TRANSLATE_API_KEY
  std::string http_proxy, https_proxy, no_proxy, certificate_file;
  // Behaviour
  bool authorized_fetch = false;                    // AUTHORIZED_FETCH
  bool limited_federation = false;                  // LIMITED_FEDERATION_MODE
  bool anonymous_api = true;                        // false with DISALLOW_UNAUTHENTICATED_API_ACCESS
  bool oauth_password_grant = false;                // OAUTH_PASSWORD_GRANT: test suites only
  bool rate_limits = true;                          // RATE_LIMITS=off for benchmarks and checkers
  std::vector<RateLimit> changed_rate_limits;       // RATE_LIMITS=token=600/5m,…: other than the usual ones
  std::string default_locale = "en";                // DEFAULT_LOCALE
  int user_active_days = 7;                         // USER_ACTIVE_DAYS: home feeds are kept for people seen since
  std::size_t cache_bytes = 24 * 1024 * 1024;       // CACHE_BYTES: in-process records and rendered pieces
  int most_characters = 500;                        // MAX_CHARACTERS
  std::size_t most_image_bytes = 16 * 1024 * 1024;  // MAX_IMAGE_SIZE
  std::size_t most_video_bytes = 99 * 1024 * 1024;  // MAX_VIDEO_SIZE: of video and audio
  Secret secret_key;                                // SECRET_KEY_BASE; made and kept in the database when unset
  std::string source_url = "https://github.com/dunlin-social/dunlin";  // SOURCE_BASE_URL
  // Log
  std::string log_level = "info";  // LOG_LEVEL: debug, info, warn, error
  bool log_json = false;           // LOG_FORMAT=json

  /// "https://web.domain", without a trailing slash.
  std::string base_url() const { return (local_https ? "https://" : "http://") + web_domain; }
};

/// One value that cannot be used: the variable's name, what is wrong, and how to mend it.
struct Problem {
  std::string name;
  std::string what;
  std::string fix;
};

struct Reading {
  Config config;
  std::vector<Problem> problems;
};

/// Reads the configuration; `get` is getenv or a test's map. Bad values are reported and leave the default.
Reading read(std::function<std::optional<std::string>(std::string const&)> get);

}  // namespace dunlin::config
