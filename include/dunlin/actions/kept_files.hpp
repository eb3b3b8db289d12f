#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

// Files of people here: kept before the row that names them, so that a crash in between leaves a file too many for a
// day, and never one too few. The same bytes lie once.
namespace dunlin::actions {

/// Keeps the bytes, which must live until then. Returns their key: name it in a row and settle it in that transaction,
/// or drop it. Refuses (unavailable) when the storage does not take them.
awaitable<std::string> keep_bytes(App&, std::string_view kind, std::string_view extension, std::string_view bytes);
/// The same of a file in a work folder, which is gone from there afterwards.
awaitable<std::string> keep_file(App&, std::string_view kind, std::string_view extension, std::string path);
/// A row names them now. Empty keys are none.
void settle_files(db::Tx&, std::vector<std::string> keys);
/// They were kept in vain.
void drop_files(db::Tx&, std::vector<std::string> keys);

/// Job: removes files that a row named which is gone, unless others name them.
struct RemoveFiles {
  static constexpr std::string_view kind = "remove_files";
  std::vector<std::string> keys;
  std::string to_text() const;
  static RemoveFiles from_text(std::string const&);
};
awaitable<void> remove_files(App&, RemoveFiles, jobs::Job const&);

}  // namespace dunlin::actions
