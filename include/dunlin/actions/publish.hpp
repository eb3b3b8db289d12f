#pragma once
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// What somebody here wants to post.
struct Draft {
  std::string text;
  std::string spoiler_text;
  std::optional<bool> sensitive;         // the author's default when absent
  std::optional<Visibility> visibility;  // the author's default when absent
  bool local_only = false;
  std::string language;  // the author's default when empty
  StatusId in_reply_to;
  std::vector<MediaId> media;
  ApplicationId application;
  std::string idempotency_key;  // empty for none
  std::optional<std::vector<AccountId>> allowed_mentions;
};

/// The text mentions somebody whom the draft does not allow.
struct UnexpectedMentions : Refusal {
  explicit UnexpectedMentions(std::vector<AccountId> who)
      : Refusal(Kind::invalid, "Post would be sent to unexpected accounts"), accounts(std::move(who)) {}
  std::vector<AccountId> accounts;
};

/// Posts it: resolves unknown mentions first, for at most a few seconds, then inserts, enqueues Distribute and the
/// delivery in one transaction. A repeated idempotency key returns the first status and tells nobody again.
/// Refuses: blank, too long, a parent that is not to be seen (not_found).
awaitable<Status> publish(App&, AccountId author, Draft draft);

/// What changes about a status; the rest stays.
struct Changes {
  std::optional<std::string> text, spoiler_text, language;
  std::optional<bool> sensitive;
  std::optional<std::vector<MediaId>> media;
};
/// Changes one's own status; visibility, parent and author stay. Nothing is told when nothing changes.
awaitable<Status> edit(App&, AccountId author, StatusId id, Changes changes);

/// Takes one's own status away, here and everywhere it was sent. Returns it as it was.
Status unpublish(App&, db::Tx&, AccountId author, StatusId id);

/// A remote status as federation parsed it: html sanitised, author, mentions, media and, if known, parent
/// resolved; id not set. Inserts it and enqueues Distribute, or returns the one that is there. `delivered_to`
/// may see it though not named. Quiet ones (backfill) notify nobody and enter no feed. No id when it is known to
/// be gone, or stands here under another author.
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

/// Job: takes a removed status, and its boosts, out of local home feeds. Readers leave it out already.
struct Withdraw {
  static constexpr std::string_view kind = "withdraw";
  StatusId status;
  std::string to_text() const;
  static Withdraw from_text(std::string const&);
};
awaitable<void> withdraw(App&, Withdraw, jobs::Job const&);

}  // namespace dunlin::actions
