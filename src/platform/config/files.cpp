#include <fmt/core.h>

#include <algorithm>

#include "values.hpp"

namespace dunlin::config {
namespace {

constexpr std::int64_t least_media_bytes = 64 * 1024, most_media_bytes = 1024 * 1024 * 1024;
constexpr std::int64_t least_cached_bytes = 1024 * 1024;
constexpr std::int64_t most_stored_bytes = 1LL << 50;
constexpr int most_attachments = 64;
constexpr auto usual_root_url = "/system";

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

std::string without_slash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// A host behind the protocol, or a whole URL.
std::string as_url(std::string const& protocol, std::string const& text) {
  return without_slash(is_url(text) ? text : protocol + "://" + text);
}

void read_root_url(Values const& values, Config& config) {
  std::string url = usual_root_url;
  values.text("PAPERCLIP_ROOT_URL", url);
  url = without_slash(std::move(url));
  if (url == usual_root_url) return;
  // This server answers below its own path alone, whatever the host is called.
  if (!is_url(url) || !url.ends_with(usual_root_url))
    return values.problem("PAPERCLIP_ROOT_URL", fmt::format("\"{}\" is not where files are served", url),
                          "Write /system, or a URL that ends so, such as https://media.example/system.");
  config.media_url = url;
}

std::string wanted(Values const& values, std::string const& name, std::string const& fix) {
  auto const text = values.text(name);
  if (!text) values.problem(name, "it is missing", fix);
  return text.value_or("");
}

/// Where the bucket's files are found, as Mastodon names it.
std::string public_url(Values const& values, S3 const& s3, std::string const& protocol) {
  if (auto const alias = values.text("S3_ALIAS_HOST")) return as_url(protocol, *alias);
  auto const hostname = values.text("S3_HOSTNAME");
  auto const host = hostname ? as_url(protocol, *hostname) : s3.endpoint;
  if (s3.path_style) return host + "/" + s3.bucket;
  auto const name = host.find("://") + 3;
  return host.substr(0, name) + s3.bucket + "." + host.substr(name);
}

void read_s3(Values const& values, Config& config) {
  values.flag("S3_ENABLED", config.s3_enabled);
  if (!config.s3_enabled && !values.text("S3_BUCKET")) return;
  S3 s3;
  s3.region = values.text("S3_REGION").value_or("us-east-1");
  s3.bucket = wanted(values, "S3_BUCKET", "Write the bucket's name, or leave S3_ENABLED out.");
  s3.key_id = wanted(values, "AWS_ACCESS_KEY_ID", "Write the name of the key that may write to the bucket.");
  s3.key = Secret(wanted(values, "AWS_SECRET_ACCESS_KEY", "Write the key that belongs to AWS_ACCESS_KEY_ID."));
  std::string protocol = "https", version = "v4";
  values.word("S3_PROTOCOL", {"https", "http"}, protocol);
  values.word("S3_SIGNATURE_VERSION", {"v4", "s3v4"}, version);
  s3.endpoint = as_url(protocol, values.text("S3_ENDPOINT").value_or("s3." + s3.region + ".amazonaws.com"));
  bool named_host = false;
  values.flag("S3_OVERRIDE_PATH_STYLE", named_host);
  s3.path_style = !named_host;
  s3.public_url = public_url(values, s3, protocol);
  s3.acl = "public-read";
  // Set and empty: none.
  if (values.is_set("S3_PERMISSION")) s3.acl = values.text("S3_PERMISSION").value_or("");
  values.text("S3_STORAGE_CLASS", s3.storage_class);
  std::int64_t open = s3.open_patience.count(), read = s3.read_patience.count();
  values.number("S3_OPEN_TIMEOUT", 1, 300, open);
  values.number("S3_READ_TIMEOUT", 1, 300, read);
  s3.open_patience = std::chrono::seconds(open);
  s3.read_patience = std::chrono::seconds(read);
  values.number("S3_RETRY_LIMIT", 0, 10, s3.retries);
  values.number("S3_BATCH_DELETE_LIMIT", 1, 1000, s3.most_deleted);
  values.number("S3_BATCH_DELETE_RETRY", 0, 10, s3.delete_retries);
  config.s3 = std::move(s3);
}

}  // namespace

void read_files(Values const& values, Config& config) {
  values.text("PAPERCLIP_ROOT_PATH", config.media_path);
  read_root_url(values, config);
  read_s3(values, config);
  values.text("FFMPEG_BINARY", config.ffmpeg);
  values.word("REMOTE_MEDIA", {"cache", "proxy", "off"}, config.remote_media);
  values.number("REMOTE_MEDIA_BYTES", least_cached_bytes, most_stored_bytes, config.remote_media_bytes);
  values.number("MAX_IMAGE_SIZE", least_media_bytes, most_media_bytes, config.most_image_bytes);
  values.number("MAX_VIDEO_SIZE", least_media_bytes, most_media_bytes, config.most_video_bytes);
  values.number("MAX_MEDIA_ATTACHMENTS", 1, most_attachments, config.most_attachments);
  values.number("MEDIA_QUOTA_BYTES", 0, most_stored_bytes, config.media_quota);
}

}  // namespace dunlin::config
