#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Files that people here uploaded. How statuses take them is in store::statuses.
namespace dunlin::store::media {

using db::Tx;

/// Keys of the storage; without a preview the second is empty.
struct Files {
  std::string whole, preview;
};
void insert(Tx& tx, Media const& media, Files const& files, Timestamp now);

/// What waits for its job, and what was sent.
struct Waiting {
  Media media;
  Files files;
};
std::optional<Waiting> find_waiting(Tx& tx, MediaId id);
/// It is as it will be shown, or (state) will never be. What was given meanwhile to stand for it stays. Returns the
/// keys of what nobody needs now; nothing when it waits no more: then nothing was written.
std::optional<std::vector<std::string>> finish(Tx& tx, Media const& media, Files const& files);
/// Another picture stands for it. Returns the key of the former one, or nothing.
std::string replace_preview(Tx& tx, Media const& media, std::string const& file);

/// One's own upload, and whether a status shows it.
struct Upload {
  Media media;
  bool attached = false;
};
std::optional<Upload> find_own(Tx& tx, AccountId account, MediaId id);

/// Writes description and focus, and announces the status that shows it.
void describe(Tx& tx, Media const& media);

/// Deletes it if nothing shows it: the keys of its files. Nothing when it is not there, or is in use.
std::optional<std::vector<std::string>> remove_loose(Tx& tx, AccountId account, MediaId id);
/// Deletes all that a status and its former versions show: the keys of their files.
std::vector<std::string> remove_of(Tx& tx, StatusId status);
/// Deletes what nothing has shown since then, at most so many: the keys of their files.
std::vector<std::string> sweep(Tx& tx, Timestamp loose_before, int most);

}  // namespace dunlin::store::media
