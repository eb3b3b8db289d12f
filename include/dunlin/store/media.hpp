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

/// Id, account, kind, type, url, description, size and focus are read; `file` is the key of the storage.
void insert(Tx& tx, Media const& media, std::string_view file, Timestamp now);

/// One's own upload, and whether a status shows it.
struct Upload {
  Media media;
  bool attached = false;
};
std::optional<Upload> find_own(Tx& tx, AccountId account, MediaId id);

/// Writes description and focus, and announces the status that shows it.
void describe(Tx& tx, Media const& media);

/// Deletes it if nothing shows it: the key of its file. Nothing when it is not there, or is in use.
std::optional<std::string> remove_loose(Tx& tx, AccountId account, MediaId id);
/// Deletes all that a status and its former versions show: the keys of their files.
std::vector<std::string> remove_of(Tx& tx, StatusId status);
/// Deletes what nothing has shown since then, at most so many: the keys of their files.
std::vector<std::string> sweep(Tx& tx, Timestamp loose_before, int most);

}  // namespace dunlin::store::media
