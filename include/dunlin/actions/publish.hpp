#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// What somebody here wants to post.
struct Draft {
  std::string text;
  std::string spoiler_text;
  bool sensitive = false;
  std::optional<Visibility> visibility;  // the author's default when absent
  bool local_only = false;
  std::string language;
  StatusId in_reply_to;
  std::vector<MediaId> media;
  ApplicationId application;
  std::string idempotency_key;           // empty for none
  std::optional<std::vector<AccountId>> allowed_mentions;
};

/// Posts it: resolves unknown mentions first, then inserts, enqueues Distribute and the delivery in one
/// transaction. A repeated idempotency key returns the first status and tells nobody again. Refuses: blank,
/// too long, a parent that is not to be seen (not_found).
awaitable<StatusId> publish(App&, AccountId author, Draft draft);

/// Changes text, warning, language and media of one's own status; visibility, parent and author stay.
awaitable<void> edit(App&, AccountId author, StatusId id, Draft draft);

/// Takes one's own status away, here and everywhere it was sent. Returns it as it was.
Status unpublish(App&, db::Tx&, AccountId author, StatusId id);

/// A remote status as federation parsed it: html sanitised, author, mentions, media and, if known, parent
/// resolved; id not set. Inserts it and enqueues Distribute, or returns the one that is there. `delivered_to`
/// may see it though not named. Quiet ones (backfill) notify nobody and enter no feed.
StatusId receive_status(App&, db::Tx&, Status status, std::span<AccountId const> delivered_to, bool quiet);
/// A newer version of a known status of this author; ignored when not newer.
void receive_edit(App&, db::Tx&, Status const& changed, Timestamp updated);
/// The author's server says that it is gone. Unknown ids leave a tombstone, against a late Create.
void receive_removal(App&, db::Tx&, AccountId author, std::string const& uri);

/// Job: fills local home feeds, writes notifications; after a commit, once per status or boost.
struct Distribute {
  static constexpr std::string_view kind = "distribute";
  StatusId status;
  bool edited = false;
  std::string to_text() const;
  static Distribute from_text(std::string const&);
};
awaitable<void> distribute(App&, Distribute, jobs::Job const&);

}  // namespace dunlin::actions
