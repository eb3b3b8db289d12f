#pragma once
#include <span>
#include <string_view>

namespace dunlin::web {

/// A file of src/web/templates or src/web/static, or of the built app (web/dist, as "app/…"), compiled in.
struct File {
  std::string_view name;  // "templates/layout.html"
  std::string_view bytes;
};

/// All of them, by name (written by embed.cmake).
std::span<File const> files();

}  // namespace dunlin::web
