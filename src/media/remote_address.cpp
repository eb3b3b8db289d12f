#include "dunlin/media/remote_address.hpp"

#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::media {

std::string remote_digest(std::string_view address, bool drawn_small) {
  return crypto::hex(crypto::sha256((drawn_small ? "small " : "whole ") + std::string(address))).substr(0, 40);
}

std::string copy_path(MediaId id, std::string_view size, std::string_view digest) {
  std::string path(copies_below);
  return path.append("/").append(to_string(id)).append("/").append(size).append("/").append(digest);
}

}  // namespace dunlin::media
