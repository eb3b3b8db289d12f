#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Copies of files of other servers, within a number of bytes.
namespace dunlin::store::remote_files {

using db::Tx;

struct Found {
  std::string file;  // its key
  Timestamp used_at;
};
std::optional<Found> find(Tx& tx, std::string_view digest);
/// Somebody looked at it.
void touch(Tx& tx, std::string_view digest, Timestamp now);

struct Copy {
  std::string digest, file;
  std::int64_t bytes = 0;
  std::string content = {};  // what the bytes are known by
};
struct Room {
  bool taken = false;                // false: there is such a copy already, or it is larger than all may be
  std::string shared;                // else: the key of a file that holds the same bytes
  std::vector<std::string> evicted;  // keys of files that must go for it
};
/// Takes room for a copy, at the cost of those not looked at for longest: all together never have more than `most`.
Room take_room(Tx& tx, Copy const& copy, std::int64_t most, Timestamp now);
/// It is written. False when its room was given to another copy meanwhile: then the file has no place.
bool settle(Tx& tx, Copy const& copy);

struct Total {
  std::int64_t files = 0, bytes = 0;
};
Total total(Tx& tx);
/// Forgets those not looked at since, at most so many: the keys of their files.
std::vector<std::string> forget(Tx& tx, Timestamp unused_since, int most);
/// How many bytes and files that would be.
Total unused(Tx& tx, Timestamp since);

/// A file that a status of another server shows.
struct Origin {
  MediaKind kind = MediaKind::unknown;
  std::string url, preview_url;
  std::string domain;  // of its author
};
std::optional<Origin> find_origin(Tx& tx, MediaId id);
std::vector<Origin> origins_of(Tx& tx, StatusId status);

/// Which files are to be fetched anew; what is empty, or zero, asks nothing.
struct Which {
  AccountId account;
  StatusId status;
  std::string domain;
  Timestamp since;
};
/// So many of them with ids above.
struct Listed {
  MediaId id;
  Origin origin;
};
std::vector<Listed> origins(Tx& tx, Which const& which, MediaId above, int most);
/// Forgets the copy, and those that share its file: the keys of what must go.
std::vector<std::string> drop(Tx& tx, std::string_view digest);

}  // namespace dunlin::store::remote_files
