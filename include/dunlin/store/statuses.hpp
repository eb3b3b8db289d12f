#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::statuses {

using db::Tx;

/// With mentions, tags, media and counters. Deleted ones are not found. A fixed number of queries.
std::optional<Status> find(Tx& tx, StatusId id);
std::vector<Status> find_many(Tx& tx, std::span<StatusId const> ids);
std::optional<Status> by_uri(Tx& tx, std::string_view uri);

/// Of these ids, those the viewer (none for anonymous; of any server) may see by may_see(), none deleted or by a
/// suspended author. Keeps the order. At most three queries. Pages are made from store::views instead.
std::vector<StatusId> visible_to(Tx& tx, AccountId viewer, std::span<StatusId const> ids);
/// find(), if the viewer may see it. At most three queries.
std::optional<Status> find_visible(Tx& tx, StatusId id, AccountId viewer);

/// Inserts the status with its poll, mentions, tags (made when new), media links and counters; counts it at its
/// author and its parent. Id, uri and conversation must be set; a conversation that is not there is made. False,
/// and nothing is written, when the uri is known: never for local ones, whose inserts cost no round trip.
bool insert(Tx& tx, Status const& status);
/// Inserts a boost (id, author, uri, url, visibility, boost_of, local and created_at are read), or finds the one
/// that is there: its id and whether it is new. Counts it when new. No id when another status has its uri.
std::pair<StatusId, bool> insert_boost(Tx& tx, Status const& boost);
/// Writes text, html, spoiler, sensitive, language, emojis, tags, mentions, media (which and in what order) and edit
/// times anew, and the former version with its poll into the history. Who is named no longer keeps seeing it. The
/// poll itself is store::polls'.
void update(Tx& tx, Status const& status);
/// Marks it deleted (its boosts with it), uncounts it, drops its notifications and pins, leaves a tombstone;
/// false when it was gone already.
bool remove(Tx& tx, StatusId id, Timestamp when);
/// Replies that came before their parent become its replies.
void adopt_replies(Tx& tx, Status const& parent);

/// That this uri is gone, though it was never here; and whether it is.
void bury(Tx& tx, std::string_view uri, Timestamp when);
bool is_buried(Tx& tx, std::string_view uri);
/// Lets these accounts see it too, without naming them.
void address(Tx& tx, StatusId id, std::span<AccountId const> accounts);

/// The boost of a status by this account.
std::optional<StatusId> find_boost(Tx& tx, AccountId booster, StatusId original);
/// Ids by uri, of statuses that are not deleted.
std::optional<StatusId> id_by_uri(Tx& tx, std::string_view uri);

/// A former version of a status.
struct Edit {
  SafeHtml html;
  std::string spoiler_text;
  bool sensitive = false;
  std::vector<Media> media;
  std::optional<Poll> poll;
  Timestamp created_at;
};
/// Oldest first, without the current version; at most 500.
std::vector<Edit> history(Tx& tx, StatusId id);

/// Media of this account that belong to no status (or scheduled status) yet, or to this one; in the order asked for.
/// Missing ones are left out.
std::vector<Media> attachable(Tx& tx, AccountId account, StatusId status, std::span<MediaId const> ids);

/// Writes descriptions and focus of these anew.
void describe_media(Tx& tx, std::span<Media const> media);
/// Lets the author attach the media of a removed status to another one.
void release_media(Tx& tx, StatusId id);

}  // namespace dunlin::store::statuses
