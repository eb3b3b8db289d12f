#include "dunlin/media/remote_address.hpp"

#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::media {
namespace {

constexpr std::size_t seal_bytes = 15, most_url_bytes = 2048;

/// Without it anybody could have us fetch anything.
std::string seal_of(App const& app, std::string const& what) {
  return crypto::base64url(crypto::hmac_sha256(app.secrets.key.reveal(), "copy " + what).substr(0, seal_bytes));
}

}  // namespace

std::string remote_digest(std::string_view address, bool drawn_small) {
  return crypto::hex(crypto::sha256((drawn_small ? "small " : "whole ") + std::string(address))).substr(0, 40);
}

std::string copy_path(MediaId id, std::string_view size, std::string_view digest) {
  std::string path(copies_below);
  return path.append("/").append(to_string(id)).append("/").append(size).append("/").append(digest);
}

std::string shown_address(App const& app, std::string const& url, std::string_view domain) {
  if (url.empty() || url.size() > most_url_bytes || app.config.remote_media == "off") return url;
  auto const base = app.config.base_url();
  // With its slash: what else begins so is another server.
  if (url.starts_with(base + "/") || url.starts_with(app.storage.url(""))) return url;
  auto const what = std::string(domain) + " " + url;
  return base + std::string(copies_below) + "/" + seal_of(app, what) + "/" + crypto::base64url(what);
}

std::optional<RemoteAddress> read_shown_address(App const& app, std::string_view seal, std::string_view text) {
  auto const what = crypto::from_base64url(text);
  if (!what || !crypto::equal_constant_time(seal, seal_of(app, *what))) return std::nullopt;
  auto const space = what->find(' ');
  if (space == std::string::npos) return std::nullopt;
  return RemoteAddress{what->substr(0, space), what->substr(space + 1)};
}

}  // namespace dunlin::media
