#include "colours.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace dunlin::media {
namespace {

constexpr std::size_t most_palette = 16;
constexpr double readable = 4.5, visible = 3;  // WCAG 2.2, 1.4.3 and 1.4.11

using Rgb = std::array<double, 3>;
constexpr Rgb black{0, 0, 0}, white{255, 255, 255};

/// Pixels that look alike.
struct Shade {
  Rgb sum{};
  int count = 0;
  Rgb mean() const { return {sum[0] / count, sum[1] / count, sum[2] / count}; }
};
using Shades = std::map<int, Shade>;

double luminance(Rgb const& colour) {
  auto const linear = [](double value) {
    auto const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

double contrast(Rgb const& one, Rgb const& other) {
  auto const a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double vividness(Rgb const& colour) {
  auto const [least, most] = std::ranges::minmax(colour);
  return most == 0 ? 0 : (most - least) / most * most / 255;
}

/// Most frequent first.
std::vector<Rgb> palette(Shades const& shades) {
  std::vector<Shade> all;
  for (auto const& [_, shade] : shades) all.push_back(shade);
  std::ranges::sort(all, std::greater(), &Shade::count);
  if (all.size() > most_palette) all.resize(most_palette);
  std::vector<Rgb> colours;
  for (auto const& shade : all) colours.push_back(shade.mean());
  return colours;
}

std::string text(Rgb const& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", std::lround(colour[0]), std::lround(colour[1]), std::lround(colour[2]));
}

}  // namespace

Colours colours_of(std::span<std::uint8_t const> rgb, int width, int height) {
  if (width <= 0 || height <= 0 || rgb.size() < static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)
    return {};
  Shades all, edge;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      auto const* const pixel = rgb.data() + (static_cast<std::ptrdiff_t>(y) * width + x) * 3;
      // Five bits of each.
      auto const name = (pixel[0] >> 3) << 10 | (pixel[1] >> 3) << 5 | pixel[2] >> 3;
      auto const count = [&](Shade& shade) {
        for (std::size_t part = 0; part < 3; ++part) shade.sum[part] += pixel[part];
        ++shade.count;
      };
      count(all[name]);
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) count(edge[name]);
    }
  auto const background = palette(edge).front();
  auto const shades = palette(all);
  auto foreground = contrast(background, white) >= contrast(background, black) ? white : black;
  auto const legible =
      std::ranges::find_if(shades, [&](Rgb const& one) { return contrast(one, background) >= readable; });
  if (legible != shades.end()) foreground = *legible;
  auto accent = foreground;
  for (auto const& one : shades)
    if (contrast(one, background) >= visible && vividness(one) > vividness(accent)) accent = one;
  return {text(background), text(foreground), text(accent)};
}

}  // namespace dunlin::media
