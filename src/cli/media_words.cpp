#include "media_words.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

namespace dunlin::cli {

Progress::Progress() : watched_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void Progress::step(std::uint64_t bytes) {
  ++files_;
  bytes_ += bytes;
  auto const now = std::chrono::steady_clock::now();
  if (!watched_ || now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  shown_ = true;
  fmt::print(stderr, "\r\033[K{} files, {} MiB", files_, bytes_ >> 20);
}

int number_of(Arguments const& arguments, std::string_view name, int otherwise, int most) {
  auto const text = arguments.value(name);
  if (!text) return otherwise;
  int number = -1;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < 0 || number > most)
    throw Failure(fmt::format("--{} wants a number of at most {}", name, most));
  return number;
}

std::string size_text(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < units.size(); ++unit) size /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", size, units[unit]);
}

}  // namespace dunlin::cli
