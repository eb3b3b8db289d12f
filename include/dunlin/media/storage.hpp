#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/async.hpp"
#include "dunlin/base/secret.hpp"
#include "dunlin/base/time.hpp"

namespace dunlin::http {
class FileBody;
}
namespace dunlin::config {
struct Config;
struct S3;
}  // namespace dunlin::config

namespace dunlin::media {

/// A file that is kept, as the storage sees it.
struct Stored {
  std::string key;
  std::uint64_t bytes = 0;
  Timestamp modified;
};

/// How large a file is, and its first bytes.
struct Glimpse {
  std::uint64_t bytes = 0;
  std::string start;
};

/// Where files lie that people gave us. A key is a relative path of lower-case letters, digits, '-', '_', '.' and
/// '/' that was made by new_key() or content_key(); it never says who gave the file or what it was called.
class Storage {
 public:
  virtual ~Storage() = default;

  /// Keeps the bytes under the key, whole or not at all; once it returns they survive a crash. A key always stands for
  /// the same bytes: those that are there already stay. The bytes must live until then. Throws std::runtime_error when
  /// there is no room, or no right to write.
  virtual awaitable<void> put(std::string key, std::string_view bytes) = 0;
  /// The same with a file of this machine, in a work folder, which is gone from its place afterwards.
  virtual awaitable<void> put_file(std::string key, std::string path) = 0;
  /// Drops files; those that are not there are none of its business.
  virtual awaitable<void> remove(std::vector<std::string> keys) = 0;
  /// The address at which anybody finds the file.
  virtual std::string url(std::string_view key) const = 0;
  /// The file on this machine, to be read: where it is, or copied into the work folder. Empty when it is not there.
  virtual awaitable<std::string> fetch(std::string key, std::string folder) = 0;
  /// Looks at its beginning; nothing when it is not there.
  virtual awaitable<std::optional<Glimpse>> look(std::string key, std::size_t most) = 0;
  /// That file to be served from here; null when it is not there, or others serve it.
  virtual awaitable<std::shared_ptr<http::FileBody>> open(std::string key) = 0;
  /// Whether url() leads to this server, so that open() has what there is.
  virtual bool serves_itself() const = 0;
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
};

/// The path below which this server itself serves the files of local_storage().
inline constexpr char const* served_below = "/system";

/// Files under a directory, which is made when first needed, found below the URL.
std::unique_ptr<Storage> local_storage(std::string directory, std::string root_url);
/// Files in a bucket; the directory is where it is worked on them. Throws std::runtime_error, with what the service
/// said, wherever it does not do as it is told.
std::unique_ptr<Storage> s3_storage(config::S3 settings, std::string directory);
/// On this machine, as the settings say.
std::unique_ptr<Storage> storage_here(config::Config const& config);
/// The one of the two that the settings name.
std::unique_ptr<Storage> storage_for(config::Config const& config);

/// "media/3f/a9/3fa9….png": a name that nobody guesses. `kind` is the first folder.
std::string new_key(std::string_view kind, std::string_view extension);
/// The same for what has this SHA-256: whoever does not know the secret cannot tell whether we have such a file.
std::string content_key(std::string_view kind, std::string_view extension, Secret const& secret,
                        std::string_view sha256);
/// Whether the text could be a key: no way leads out of the storage's directory.
bool is_key(std::string_view text);

}  // namespace dunlin::media
