// The rules of docs/architecture.md that a program can check. This file holds the one list of layers.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::architecture {
namespace {

namespace fs = std::filesystem;

/// From the top down. A room includes itself and the rooms of lines below its own, never those of its line.
std::vector<std::vector<std::string>> const layers = {
    {"server"},
    {"api/mastodon", "api/activitypub", "api/oauth", "web", "cli"},
    {"actions"},
    {"federation"},
    {"timelines", "media"},
    {"access"},
    {"store"},
    {"domain", "platform"},
    {"base"},
};

/// Files that stand in no room: the program's entry knows everything, App is only forward declarations.
std::vector<std::string> const rootless = {"main.cpp", "precompiled.hpp", "app.hpp"};

/// Names that say nothing of what a file knows.
std::vector<std::string> const banned_stems = {"util", "utils", "helper", "helpers", "common", "manager", "misc"};

constexpr int most_lines = 500;
/// Files that may be longer, each with its reason.
std::map<std::string, std::string> const long_files = {};

struct Include {
  int line;
  std::string path;
};

std::vector<Include> quoted_includes(std::string const& text) {
  std::vector<Include> found;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    auto const hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') continue;
    auto const word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
    auto const open = line.find('"', word);
    if (open == std::string::npos) continue;
    auto const close = line.find('"', open + 1);
    if (close != std::string::npos) found.push_back({number, line.substr(open + 1, close - open - 1)});
  }
  return found;
}

std::optional<std::size_t> layer_of(std::string const& room) {
  for (std::size_t at = 0; at < layers.size(); ++at) {
    if (std::ranges::find(layers[at], room) != layers[at].end()) return at;
  }
  return std::nullopt;
}

/// The room of a path relative to src/ or include/dunlin/; empty for files in no room.
std::optional<std::string> room_of(std::string const& path) {
  if (std::ranges::find(rootless, path) != rootless.end()) return "";
  for (auto const& line : layers) {
    for (auto const& room : line) {
      if (path.starts_with(room + "/")) return room;
    }
  }
  return std::nullopt;
}

/// What is wrong with one include of one file, or nothing.
std::optional<std::string> fault(std::string const& from, Include const& include, bool stands_beside) {
  auto const room = room_of(from);
  if (!room) return from + " stands in a folder that no layer knows";
  std::string target = include.path;
  auto const where = from + ":" + std::to_string(include.line) + " includes " + include.path;
  bool const door = target.starts_with("dunlin/");
  if (door) target = target.substr(7);
  if (!door && stands_beside) return std::nullopt;
  auto const target_room = room_of(target);
  if (!target_room) return where + ", which is in no known folder and not beside it";
  if (room->empty()) return std::nullopt;  // main.cpp
  if (target_room->empty()) {
    return target == "app.hpp" && *room != "base" ? std::nullopt : std::optional(where + ", which is not for rooms");
  }
  if (*target_room == *room) return std::nullopt;
  if (!door) return where + ", a private header of " + *target_room;
  if (*layer_of(*target_room) == *layer_of(*room)) return where + ": sideways, both are on one line";
  if (*layer_of(*target_room) < *layer_of(*room)) return where + ": upward";
  return std::nullopt;
}

std::string read(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

fs::path const top = DUNLIN_SOURCE_DIR;

bool is_source(fs::path const& path) {
  static std::vector<std::string> const kinds = {".cpp", ".hpp", ".mjs", ".js", ".sh", ".css", ".sql"};
  return std::ranges::find(kinds, path.extension().string()) != kinds.end();
}

std::vector<fs::path> sources_below(std::vector<std::string> const& folders) {
  std::vector<fs::path> found;
  for (auto const& folder : folders) {
    if (!fs::exists(top / folder)) continue;
    for (auto at = fs::recursive_directory_iterator(top / folder); at != fs::recursive_directory_iterator(); ++at) {
      if (at->is_directory() && at->path().filename() == "node_modules") at.disable_recursion_pending();
      if (at->is_regular_file() && is_source(at->path())) found.push_back(at->path());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> const our_folders = {"src", "include", "tests", "bench", "migrations"};

TEST(Layers, AreRespectedByEveryInclude) {
  int seen = 0;
  for (std::string const base : {"src", "include/dunlin"}) {
    for (auto const& file : sources_below({base})) {
      auto const from = fs::relative(file, top / base).generic_string();
      EXPECT_TRUE(room_of(from)) << base << "/" << from << " stands in a folder that no layer knows";
      for (auto const& include : quoted_includes(read(file))) {
        auto const problem = fault(from, include, fs::exists(file.parent_path() / include.path));
        EXPECT_FALSE(problem) << base << "/" << *problem;
      }
      ++seen;
    }
  }
  EXPECT_GT(seen, 30) << "the sources were not found below " << top;
}

TEST(Layers, RefuseUpwardSidewaysAndUnknown) {
  auto const refused = [](std::string const& from, std::string const& to, bool beside = false) {
    return fault(from, {1, to}, beside).has_value();
  };
  EXPECT_TRUE(refused("store/statuses.cpp", "dunlin/actions/publish.hpp"));
  EXPECT_TRUE(refused("api/mastodon/statuses.cpp", "dunlin/api/oauth/token.hpp"));
  EXPECT_TRUE(refused("domain/status.cpp", "dunlin/platform/crypto/crypto.hpp"));
  EXPECT_TRUE(refused("base/time.cpp", "dunlin/app.hpp"));
  EXPECT_TRUE(refused("sundries/x.cpp", "dunlin/base/time.hpp"));
  EXPECT_TRUE(refused("actions/publish.cpp", "dunlin/sundries/x.hpp"));
  EXPECT_TRUE(refused("actions/publish.cpp", "store/private.hpp"));
  EXPECT_TRUE(refused("actions/publish.cpp", "missing.hpp"));

  EXPECT_FALSE(refused("actions/publish.cpp", "dunlin/store/statuses.hpp"));
  EXPECT_FALSE(refused("api/mastodon/statuses.cpp", "api/mastodon/entities/status.hpp"));
  EXPECT_FALSE(refused("store/statuses.cpp", "columns.hpp", true));
  EXPECT_FALSE(refused("platform/jobs/queue.cpp", "dunlin/app.hpp"));
  EXPECT_FALSE(refused("main.cpp", "dunlin/server/serve.hpp"));
}

TEST(Layers, FindIncludesHoweverTheyAreWritten) {
  auto const found =
      quoted_includes("#include <vector>\n  #  include \"a.hpp\"\n// #include \"no.hpp\"\n#include \"b/c.hpp\"\n");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].path, "a.hpp");
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(found[1].path, "b/c.hpp");
}

TEST(Files, HaveNamesThatSayWhatTheyKnow) {
  for (auto const& file : sources_below(our_folders)) {
    auto const stem = file.stem().string();
    EXPECT_EQ(std::ranges::find(banned_stems, stem), banned_stems.end()) << file << ": name what it knows";
  }
}

TEST(Files, AreShortOrHaveAReason) {
  for (auto const& file : sources_below(our_folders)) {
    auto const name = fs::relative(file, top).generic_string();
    auto const text = read(file);
    auto const lines = std::ranges::count(text, '\n');
    if (long_files.contains(name)) {
      EXPECT_GT(lines, most_lines) << name << " is short again: take it off the list";
    } else {
      EXPECT_LE(lines, most_lines) << name << ": divide it, or put it on the list with a reason";
    }
  }
}

}  // namespace
}  // namespace dunlin::architecture
