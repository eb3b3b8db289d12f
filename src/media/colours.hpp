#pragma once
#include <cstdint>
#include <span>

#include "dunlin/domain/status.hpp"

namespace dunlin::media {

/// The colours that clients draw around a small picture: that of its edge, one that can be read on it, and its most
/// vivid one. Rows of red, green and blue, one byte each.
Colours colours_of(std::span<std::uint8_t const> rgb, int width, int height);

}  // namespace dunlin::media
