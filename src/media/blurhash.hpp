#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace dunlin::media {

/// The blurhash of 4 by 4 components of a small picture: rows of red, green and blue, one byte each.
std::string blurhash(std::span<std::uint8_t const> rgb, int width, int height);

}  // namespace dunlin::media
