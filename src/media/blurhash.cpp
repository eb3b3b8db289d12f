// A picture in 36 letters (blurha.sh): the lowest frequencies of its cosine transform, in linear light.
#include "blurhash.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

namespace dunlin::media {
namespace {

constexpr int across = 4, down = 4;
constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

using Colour = std::array<double, 3>;

double to_linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

int to_srgb(double linear) {
  auto const value = std::clamp(linear, 0.0, 1.0);
  auto const curved = value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
  return static_cast<int>(curved * 255 + 0.5);
}

void write_number(std::string& text, int number, int length) {
  auto const begin = text.size();
  text.append(static_cast<std::size_t>(length), '0');
  for (int i = length - 1; i >= 0; --i, number /= 83)
    text[begin + static_cast<std::size_t>(i)] = digits[static_cast<std::size_t>(number % 83)];
}

Colour component(std::span<std::uint8_t const> rgb, int width, int height, int i, int j) {
  static auto const linear = [] {
    std::array<double, 256> table{};
    for (int at = 0; at < 256; ++at) table[static_cast<std::size_t>(at)] = to_linear(at / 255.0);
    return table;
  }();
  Colour sum{};
  for (int y = 0, at = 0; y < height; ++y) {
    auto const row = std::cos(std::numbers::pi * j * y / height);
    for (int x = 0; x < width; ++x) {
      auto const basis = row * std::cos(std::numbers::pi * i * x / width);
      for (auto& channel : sum) channel += basis * linear[rgb[static_cast<std::size_t>(at++)]];
    }
  }
  auto const scale = (i == 0 && j == 0 ? 1.0 : 2.0) / (width * height);
  for (auto& channel : sum) channel *= scale;
  return sum;
}

int quantised(double value, double most) {
  auto const share = value / most;
  auto const root = std::copysign(std::sqrt(std::abs(share)), share);
  return static_cast<int>(std::clamp(std::floor(root * 9 + 9.5), 0.0, 18.0));
}

}  // namespace

std::string blurhash(std::span<std::uint8_t const> rgb, int width, int height) {
  std::array<Colour, across * down> parts{};
  double largest = 0;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    parts[at] = component(rgb, width, height, static_cast<int>(at) % across, static_cast<int>(at) / across);
    if (at > 0)
      for (auto const channel : parts[at]) largest = std::max(largest, std::abs(channel));
  }
  auto const step = std::clamp(static_cast<int>(std::floor(largest * 166 - 0.5)), 0, 82);
  auto const most = (step + 1) / 166.0;
  std::string text;
  write_number(text, (across - 1) + (down - 1) * 9, 1);
  write_number(text, step, 1);
  write_number(text, (to_srgb(parts[0][0]) << 16) | (to_srgb(parts[0][1]) << 8) | to_srgb(parts[0][2]), 4);
  for (std::size_t at = 1; at < parts.size(); ++at) {
    auto const& [red, green, blue] = parts[at];
    write_number(text, (quantised(red, most) * 19 + quantised(green, most)) * 19 + quantised(blue, most), 2);
  }
  return text;
}

}  // namespace dunlin::media
