// Packs of custom emoji.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/archive/tar_gz.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/custom_emojis.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

int import_pack(Context const& context) try {
  auto const& arguments = context.arguments;
  int imported = 0, kept = 0, failed = 0;
  auto const take = [&](std::string_view name, std::string const& bytes) {
    // What macOS puts beside each file.
    if (name.starts_with("._") || name.starts_with(".DS_Store")) return;
    auto const stem = name.substr(0, name.rfind('.'));
    actions::EmojiDraft draft{.shortcode = arguments.value("prefix").value_or("") + std::string(stem) +
                                           arguments.value("suffix").value_or(""),
                              .category = arguments.value("category").value_or(""),
                              .listed = !arguments.has("unlisted"),
                              .overwrite = arguments.has("overwrite")};
    try {
      ++(context.wait(actions::add_emoji(context.app, std::move(draft), bytes)) ? imported : kept);
    } catch (Refusal const& refusal) {
      ++failed;
      fmt::print(stderr, "{}: {}\n", name, refusal.what());
    }
  };
  archive::read_tar_gz(arguments.words[0], actions::most_emoji_bytes, take);
  fmt::print("Imported {}, left {} as they were, failed {}\n", imported, kept, failed);
  return failed > 0 ? 1 : 0;
} catch (archive::Error const& error) {
  throw Failure(error.what());
}

int export_pack(Context const& context) try {
  auto const& arguments = context.arguments;
  auto const path = std::filesystem::path(arguments.words[0]) / "export.tar.gz";
  if (std::filesystem::exists(path) && !arguments.has("overwrite"))
    throw Failure(path.string() + " is there already: --overwrite replaces it");
  auto const category = arguments.value("category");
  auto const all = context.app.db.read_blocking([](db::Tx& tx) { return store::custom_emojis::all(tx); });
  // A former export stays until this one is whole.
  auto const draft = path.string() + ".tmp";
  archive::TarGzWriter pack(draft);
  int exported = 0, missing = 0;
  for (auto const& emoji : all) {
    if (category && emoji.category != *category) continue;
    auto const file = context.wait(context.app.storage.look(emoji.file, actions::most_emoji_bytes));
    if (!file) {
      ++missing;
      fmt::print(stderr, "{}: its file is missing\n", emoji.shortcode);
      continue;
    }
    pack.add(emoji.shortcode + emoji.file.substr(emoji.file.rfind('.')), file->start);
    ++exported;
  }
  pack.close();
  std::filesystem::rename(draft, path);
  fmt::print("Exported {} to {}\n", exported, path.string());
  return missing > 0 ? 1 : 0;
} catch (archive::Error const& error) {
  throw Failure(error.what());
}

int purge(Context const& context) {
  auto const& arguments = context.arguments;
  // Emoji of other servers stand in their posts and profiles and go with them.
  if (arguments.has("remote-only") || arguments.has("suspended-only")) {
    fmt::print("Removed 0\n");
    return 0;
  }
  auto const count = context.app.db.transact_blocking([](db::Tx& tx) { return actions::purge_emojis(tx); });
  fmt::print("Removed {}\n", count);
  return 0;
}

}  // namespace

void add_emoji(Commands& on) {
  on.push_back({"emoji",
                "import",
                "PATH",
                "Take the PNG, GIF and WebP files of a .tar.gz as custom emoji, named after the files",
                {{.name = "prefix", .value = "TEXT", .about = "Before each shortcode"},
                 {.name = "suffix", .value = "TEXT", .about = "After each shortcode"},
                 {.name = "overwrite", .value = "", .about = "Replace those of the same shortcode"},
                 {.name = "unlisted", .value = "", .about = "Not in pickers: for those who know the shortcode"},
                 {.name = "category", .value = "NAME", .about = "Where pickers show them"}},
                import_pack});
  on.push_back({"emoji",
                "export",
                "PATH",
                "Write all custom emoji to export.tar.gz in that directory",
                {{.name = "overwrite", .value = "", .about = "Replace a file of an earlier export"},
                 {.name = "category", .value = "NAME", .about = "Only these"}},
                export_pack});
  on.push_back({"emoji",
                "purge",
                "",
                "Remove all custom emoji",
                {{.name = "remote-only", .value = "", .about = "None of this server's own"},
                 {.name = "suspended-only", .value = "", .about = "Only of suspended servers"}},
                purge});
}

}  // namespace dunlin::cli
