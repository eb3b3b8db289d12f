// The files that people gave us.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <unordered_set>

#include "dunlin/actions/remote_media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/kept_files.hpp"
#include "dunlin/store/media_files.hpp"
#include "dunlin/store/remote_files.hpp"
#include "media_words.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

namespace media_files = store::media_files;

constexpr int batch = 500;
// A file is kept before the row that names it: what is younger may still get one.
constexpr auto may_get_a_row = std::chrono::hours(24);
// Posts and profiles name the picture that an emoji had when they were written by its address alone.
constexpr std::string_view named_elsewhere = "custom_emojis/";
constexpr std::size_t sniffed_bytes = 4096;
constexpr std::int64_t by_command = -1;  // no job has this number

int show_usage(Context const& context) {
  struct Kind {
    std::string_view prefix, name;
    std::uint64_t files = 0, bytes = 0;
  };
  std::array<Kind, 8> kinds{{{"media_attachments/files/", "Attachments"},
                             {"media_attachments/small/", "Previews"},
                             {"media_attachments/sent/", "Waiting for conversion"},
                             {"accounts/avatars/", "Avatars"},
                             {"accounts/headers/", "Headers"},
                             {"custom_emojis/", "Custom emoji"},
                             {"cache/remote/", "Copies from elsewhere"},
                             {"", "Other"}}};
  std::uint64_t files = 0, bytes = 0;
  {
    Progress progress;
    context.app.storage.each("", "", [&](media::Stored const& file) {
      auto& kind = *std::ranges::find_if(kinds, [&](Kind const& k) { return file.key.starts_with(k.prefix); });
      ++kind.files, kind.bytes += file.bytes;
      ++files, bytes += file.bytes;
      progress.step(file.bytes);
    });
  }
  for (auto const& kind : kinds)
    fmt::print("{:<24}{:>10} files {:>12}\n", kind.name, kind.files, size_text(kind.bytes));
  fmt::print("{:<24}{:>10} files {:>12}\n", "All", files, size_text(bytes));
  return 0;
}

/// Looks up many at once, and drops those that no row names.
class Orphans {
 public:
  Orphans(Context const& context, bool keep) : context_(context), keep_(keep) {}

  void take(media::Stored const& file) {
    progress_.step(file.bytes);
    if (file.key.starts_with(named_elsewhere) || file.modified > context_.app.clock.now() - may_get_a_row) return;
    waiting_.push_back(file);
    if (waiting_.size() >= batch) look();
  }
  void look() {
    std::vector<std::string> keys;
    for (auto const& file : waiting_) keys.push_back(file.key);
    auto const gone = keep_ ? unnamed(keys) : context_.app.db.transact_blocking([&](db::Tx& tx) {
      return store::kept_files::doom(tx, keys, by_command);
    });
    std::unordered_set<std::string_view> const goes(gone.begin(), gone.end());
    for (auto const& file : waiting_) {
      if (!goes.contains(file.key)) continue;
      fmt::print("{}\n", file.key);
      ++count;
      bytes += file.bytes;
    }
    waiting_.clear();
    if (keep_ || gone.empty()) return;
    context_.wait(context_.app.storage.remove(gone));
    context_.app.db.transact_blocking([&](db::Tx& tx) { store::kept_files::bury(tx, gone, by_command); });
  }
  int count = 0;
  std::uint64_t bytes = 0;

 private:
  std::vector<std::string> unnamed(std::vector<std::string> keys) const {
    auto const named = context_.app.db.read_blocking([&](db::Tx& tx) { return media_files::named_among(tx, keys); });
    for (auto const& key : named) std::erase(keys, key);
    return keys;
  }

  Context const& context_;
  bool const keep_;
  Progress progress_;
  std::vector<media::Stored> waiting_;
};

int remove_orphans(Context const& context) {
  auto const& arguments = context.arguments;
  bool const keep = arguments.has("dry-run");
  Orphans orphans(context, keep);
  context.app.storage.each(arguments.value("prefix").value_or(""), arguments.value("start-after").value_or(""),
                           [&](media::Stored const& file) { orphans.take(file); });
  orphans.look();
  if (!keep) context.wait(context.app.storage.remove_drafts(context.app.clock.now() - may_get_a_row));
  fmt::print("{} {} orphans, {}\n", keep ? "Would remove" : "Removed", orphans.count, size_text(orphans.bytes));
  return 0;
}

/// What is wrong with a file that a row names; empty for nothing.
std::string fault_of(Context const& context, std::string const& key) {
  auto const file = context.wait(context.app.storage.look(key, sniffed_bytes));
  if (!file) return "missing";
  if (file->bytes == 0) return "empty";
  auto const type = media::sniff(file->start);
  auto const extension = std::string_view(key).substr(key.rfind('.') + 1);
  // Of JPEGs the size may stand further behind.
  if (!type && extension != "jpg") return "broken";
  if (type && media::type_of_extension(extension) != type->name) return fmt::format("is {}", type->name);
  return {};
}

int verify(Context const& context) {
  int good = 0, bad = 0;
  {
    Progress progress;
    std::string last;
    for (std::vector<std::string> keys;;) {
      keys = context.app.db.read_blocking([&](db::Tx& tx) { return media_files::named_after(tx, last, batch); });
      if (keys.empty()) break;
      last = keys.back();
      for (auto const& key : keys) {
        progress.step(0);
        auto const fault = fault_of(context, key);
        ++(fault.empty() ? good : bad);
        if (!fault.empty()) fmt::print("{}: {}\n", key, fault);
      }
    }
  }
  fmt::print("{} files are well, {} are not\n", good, bad);
  return bad > 0 ? 1 : 0;
}

int remove_copies(Context const& context) {
  auto const since = context.app.clock.now() - std::chrono::hours(24) * number_of(context.arguments, "days", 7, 36'500);
  auto const unused = context.app.db.read_blocking([&](db::Tx& tx) { return store::remote_files::unused(tx, since); });
  if (context.arguments.has("dry-run")) {
    fmt::print("Would remove {} copies, {}\n", unused.files, size_text(static_cast<std::uint64_t>(unused.bytes)));
    return 0;
  }
  auto const count = context.wait(actions::forget_copies(context.app, since));
  fmt::print("Removed {} copies, {}\n", count, size_text(static_cast<std::uint64_t>(unused.bytes)));
  return 0;
}

int lookup(Context const& context) {
  auto const& url = context.arguments.words[0];
  auto const root = context.app.storage.url("");
  auto const key = url.starts_with(root) ? url.substr(root.size()) : url;
  auto const owner = context.app.db.read_blocking([&](db::Tx& tx) { return media_files::find_owner(tx, key); });
  if (!owner) throw Failure("no row names " + key);
  fmt::print("{} of {}{}\n", owner->what, owner->username, owner->status.empty() ? "" : ", shown by " + owner->status);
  return 0;
}

}  // namespace

void add_media(Commands& on) {
  on.push_back({"media", "usage", "", "Print how much is stored, by kind", {}, show_usage});
  on.push_back({"media",
                "remove-orphans",
                "",
                "Remove files that nothing names, older than a day",
                {{.name = "start-after", .value = "KEY", .about = "Go on behind this file"},
                 {.name = "prefix", .value = "TEXT", .about = "Only files whose key begins so"},
                 {.name = "dry-run", .value = "", .about = "Only print them"}},
                remove_orphans});
  on.push_back({"media",
                "remove",
                "",
                "Remove copies of files of other servers that nobody looked at",
                {{.name = "days", .value = "N", .about = "For so many days; 7 when absent"},
                 {.name = "dry-run", .value = "", .about = "Only say how many"}},
                remove_copies});
  on.push_back({"media", "verify", "", "Print files that are named and missing, empty or broken", {}, verify});
  on.push_back({"media", "lookup", "URL", "Print whose file it is", {}, lookup});
}

}  // namespace dunlin::cli
