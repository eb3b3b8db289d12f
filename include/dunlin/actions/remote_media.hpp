#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/remote_files.hpp"

namespace dunlin::actions {

/// Where a copy of a file of another server comes from: its own address, that of its preview, or a picture of its own
/// to be drawn small.
struct CopySource {
  std::string address;
  bool drawn_small = false;
  std::string digest() const;
};
std::optional<CopySource> copy_source(store::remote_files::Origin const& origin, bool small);

/// The key of a copy that is there; it counts as looked at, to the hour.
awaitable<std::optional<std::string>> find_copy(App&, std::string digest);
/// Asks its server for the bytes and looks what they are. Nothing when the admin does not want media of that server,
/// when they are none that we take, or more than we take. Throws http::ClientError when they may be had later.
struct Fetched {
  std::string bytes;
  std::string_view extension;
};
awaitable<std::optional<Fetched>> fetch_copy(App&, std::string domain, CopySource source);
/// The same, and keeps it within REMOTE_MEDIA_BYTES: the key of the copy.
awaitable<std::optional<std::string>> keep_copy(App&, std::string domain, CopySource source);

/// The same where there is no copy yet.
awaitable<void> copy_once(App&, std::string domain, CopySource source);

/// Fetches it anew, whether there is a copy or not; the former one goes first.
awaitable<std::optional<std::string>> refresh_copy(App&, std::string domain, CopySource source);

/// Job: copies what a status shows that has just come, with its author's picture and the emoji.
struct CopyMedia {
  static constexpr std::string_view kind = "copy_media";
  StatusId status;
  std::string to_text() const;
  static CopyMedia from_text(std::string const&);
};
awaitable<void> copy_media(App&, CopyMedia, jobs::Job const&);

/// Forgets copies that nobody looked at since then. Returns how many.
awaitable<int> forget_copies(App&, Timestamp unused_since);

}  // namespace dunlin::actions
