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
  bool local_only = false;               // so is an answer to what is local only
  std::optional<int> reply_groups;       // who may answer; everybody when absent
  std::string language;                  // the author's default when empty
  StatusId in_reply_to;
  StatusId quoted;                          // what it quotes; none for nothing
  std::optional<QuotePolicy> quote_policy;  // the author's default when absent
  std::vector<MediaId> media;
  std::optional<PollDraft> poll;
  ApplicationId application;
  std::string idempotency_key;  // empty for none
  std::optional<Timestamp> scheduled_at;
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
/// Refuses: blank, too long, a parent that is not to be seen (not_found) or whose author wants no answer of this one
/// (forbidden).
awaitable<Status> publish(App&, AccountId author, Draft draft);

/// What is changed about a file of a status.
struct MediaChange {
  MediaId id;
  std::optional<std::string> description;
  std::optional<std::pair<double, double>> focus;
  std::optional<std::string_view> thumbnail;  // as in MediaWords
};
/// A status written anew: what is left out is gone, but for text and language.
struct Changes {
  std::optional<std::string> text;
  std::string spoiler_text, language;
  bool sensitive = false;
  std::vector<MediaId> media;
  std::vector<MediaChange> media_changes;
  std::optional<PollDraft> poll;
  std::optional<QuotePolicy> quote_policy;  // as it was when absent
};
/// Changes one's own status; visibility, parent and author stay. Nothing is told when nothing changes. Votes are
/// forgotten when the options of a poll, or how many may be chosen, become others.
awaitable<Status> edit(App&, AccountId author, StatusId id, Changes changes);

/// Takes one's own status away, here and everywhere it was sent. Returns it as it was. Its media may be attached to
/// another one, unless they are to go too.
Status unpublish(App&, db::Tx&, AccountId author, StatusId id, bool with_media = false);

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
