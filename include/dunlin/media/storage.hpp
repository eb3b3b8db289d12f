#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/async.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::http {
class FileBody;
}

namespace dunlin::media {

/// A file that is kept, as the storage sees it.
struct Stored {
  std::string key;
  std::uint64_t bytes = 0;
  Timestamp modified;
};

/// Where files lie that people gave us. A key is a relative path of lower-case letters, digits, '-', '_', '.' and
/// '/' that was made by new_key(); it never says who gave the file or what it was called.
class Storage {
 public:
  virtual ~Storage() = default;

  /// Keeps the bytes under the key, whole or not at all; once it returns they survive a crash. The bytes must live
  /// until then. Throws std::system_error when there is no room, or no right to write.
  virtual awaitable<void> put(std::string key, std::string_view bytes) = 0;
  /// The same with a file of this machine, which is gone from its place afterwards.
  virtual awaitable<void> put_file(std::string key, std::string path) = 0;
  /// Drops files; those that are not there are none of its business.
  virtual awaitable<void> remove(std::vector<std::string> keys) = 0;
  /// The address at which anybody finds the file.
  virtual std::string url(std::string_view key) const = 0;
  /// The file on this machine; empty when it is none, or for what is no key.
  virtual std::string path(std::string_view key) const = 0;
  /// Every file whose key begins so and comes after the other, always in the same order. Blocks: for commands.
  virtual void each(std::string_view prefix, std::string_view after,
                    std::function<void(Stored const&)> const& take) const = 0;
  /// Drops what processes that died before then left half written or half converted.
  virtual awaitable<void> remove_drafts(Timestamp before) = 0;
  /// Where on this machine it is worked on what is made of the thing of that name; nothing of it is ever served.
  virtual std::string work_folder(std::string_view name) const = 0;
  /// That folder, empty: what a killed process left in it is gone. What nobody ends, remove_drafts() clears.
  virtual awaitable<std::string> begin_work(std::string name) = 0;
  virtual awaitable<void> end_work(std::string name) = 0;
  /// That file to be read; null when it is not there.
  virtual awaitable<std::shared_ptr<http::FileBody>> open(std::string key) = 0;
};

/// The path below which this server itself serves the files of local_storage().
inline constexpr char const* served_below = "/system";

/// Files under a directory, which is made when first needed.
std::unique_ptr<Storage> local_storage(std::string directory, std::string const& base_url);

/// "media/3f/a9/3fa9….png": a name that nobody guesses. `kind` is the first folder.
std::string new_key(std::string_view kind, std::string_view extension);
/// Whether the text could be a key: no way leads out of the storage's directory.
bool is_key(std::string_view text);

}  // namespace dunlin::media
