#include "dunlin/media/storage.hpp"

#include <algorithm>

#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::media {
namespace {

constexpr std::size_t most_key_bytes = 256, name_bytes = 16;

std::string key_named(std::string_view kind, std::string_view extension, std::string const& name) {
  std::string key(kind);
  key.append("/").append(name, 0, 2).append("/").append(name, 2, 2).append("/").append(name);
  return key.append(".").append(extension);
}

}  // namespace

std::unique_ptr<Storage> storage_here(config::Config const& config) {
  return local_storage(config.media_path,
                       config.media_url.empty() ? config.base_url() + served_below : config.media_url);
}

std::unique_ptr<Storage> storage_for(config::Config const& config) {
  return config.s3_enabled && config.s3 ? s3_storage(*config.s3, config.media_path) : storage_here(config);
}

std::string new_key(std::string_view kind, std::string_view extension) {
  return key_named(kind, extension, crypto::hex(crypto::random_bytes(name_bytes)));
}

std::string content_key(std::string_view kind, std::string_view extension, Secret const& secret,
                        std::string_view sha256) {
  return key_named(kind, extension, crypto::hex(crypto::hmac_sha256(secret.reveal(), sha256).substr(0, name_bytes)));
}

bool is_key(std::string_view text) {
  auto const fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
  };
  // A dot may stand only inside a name: neither "..", nor a hidden file, nor what is still being written.
  return !text.empty() && text.size() <= most_key_bytes && std::ranges::all_of(text, fits) && text.front() != '/' &&
         text.front() != '.' && text.back() != '/' && !text.contains("/.") && !text.contains("//") &&
         !text.contains("..") && !text.ends_with(".tmp");
}

}  // namespace dunlin::media
