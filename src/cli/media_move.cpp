// Moves all files from this machine to the bucket, or back.
#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/media_files.hpp"
#include "media_words.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

constexpr int moved_at_once = 50, readdressed_at_once = 1000;
constexpr auto work_name = "move";

class Move {
 public:
  Move(Context const& context, media::Storage& from, media::Storage& to, bool dry, bool keep)
      : context_(context), from_(from), to_(to), dry_(dry), keep_(keep) {}

  void take(media::Stored const& file) {
    progress_.step(file.bytes);
    ++files;
    bytes += file.bytes;
    waiting_.push_back(file.key);
    if (waiting_.size() >= moved_at_once) finish();
  }

  /// All of a batch are there before the first row says so, and every row says so before the first is gone here.
  void finish() {
    auto const keys = std::exchange(waiting_, {});
    if (dry_ || keys.empty()) return;
    for (auto const& key : keys) copy(key);
    context_.app.db.transact_blocking([&](db::Tx& tx) { store::media_files::readdress(tx, keys, to_.url("")); });
    if (!keep_) context_.wait(from_.remove(keys));
  }

  std::uint64_t files = 0, bytes = 0;

 private:
  void copy(std::string const& key) {
    auto const path = context_.wait(from_.fetch(key, folder_));
    if (path.empty()) return;  // removed meanwhile
    // What lies in its place is copied: it goes when all is done.
    auto const draft = folder_ + "/draft";
    std::filesystem::copy_file(path, draft, std::filesystem::copy_options::overwrite_existing);
    if (path.starts_with(folder_)) std::filesystem::remove(path);
    context_.wait(to_.put_file(key, draft));
  }

  Context const& context_;
  media::Storage& from_;
  media::Storage& to_;
  bool const dry_, keep_;
  std::string const folder_ = context_.wait(to_.begin_work(work_name));
  Progress progress_;
  std::vector<std::string> waiting_;
};

int move_files(Context const& context) {
  auto const& arguments = context.arguments;
  auto const& config = context.app.config;
  auto const& target = arguments.words[0];
  if (target != "s3" && target != "local") throw Failure("media move wants s3 or local");
  if (!config.s3) throw Failure("no bucket is named: set S3_BUCKET and what belongs to it");
  bool const to_bucket = target == "s3", dry = arguments.has("dry-run");
  // What is uploaded meanwhile must not go where files are taken away.
  if (to_bucket != config.s3_enabled)
    throw Failure(to_bucket ? "set S3_ENABLED=true for the server first: what is uploaded now goes to this machine"
                            : "set S3_ENABLED=false for the server first: what is uploaded now goes to the bucket");
  auto const here = media::storage_here(config), bucket = media::s3_storage(*config.s3, config.media_path);
  auto &from = to_bucket ? *here : *bucket, &to = to_bucket ? *bucket : *here;
  Move move(context, from, to, dry, arguments.has("keep"));
  from.each(arguments.value("prefix").value_or(""), arguments.value("start-after").value_or(""),
            [&](media::Stored const& file) { move.take(file); });
  move.finish();
  if (!dry) {
    context.wait(to.end_work(work_name));
    while (context.app.db.transact_blocking([&](db::Tx& tx) {
      return store::media_files::readdress_emojis(tx, from.url("custom_emojis/"), to.url("custom_emojis/"),
                                                  readdressed_at_once);
    }) > 0) {
    }
  }
  fmt::print("{} {} files, {}\n", dry ? "Would move" : "Moved", move.files, size_text(move.bytes));
  return 0;
}

}  // namespace

void add_media_move(Commands& on) {
  on.push_back({"media",
                "move",
                "s3|local",
                "Move all files to the bucket, or back; begins where it was broken off",
                {{.name = "keep", .value = "", .about = "Leave them where they were too"},
                 {.name = "prefix", .value = "TEXT", .about = "Only files whose key begins so"},
                 {.name = "start-after", .value = "KEY", .about = "Go on behind this file"},
                 {.name = "dry-run", .value = "", .about = "Only say how many"}},
                move_files});
}

}  // namespace dunlin::cli
