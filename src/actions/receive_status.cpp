// Statuses of other servers come in, change and go.
#include <algorithm>
#include <array>

#include "arrivals.hpp"

#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/remote_media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/amend.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

namespace statuses = store::statuses;

/// The thread it belongs to: its parent's, or a new one.
void place(db::Tx& tx, Status& status) {
  if (status.in_reply_to) {
    if (auto const parent = statuses::find(tx, status.in_reply_to)) {
      status.in_reply_to_account = parent->author;
      if (!status.conversation) status.conversation = parent->conversation;
    }
  }
  if (!status.conversation) status.conversation = tx.next_id<ConversationId>(status.created_at);
}

/// Whoever it was delivered to may see it. Open ones are seen by anybody.
void let_in(Status& status, std::span<AccountId const> delivered_to) {
  if (is_open(status.visibility)) return;
  for (auto const account : delivered_to)
    if (std::ranges::find(status.mentions, account, &Mention::account) == status.mentions.end())
      status.mentions.push_back({account, true});
}

std::optional<Status> known_of_author(db::Tx& tx, Status const& changed) {
  auto status = statuses::by_uri(tx, changed.uri);
  if (!status || status->author != changed.author || status->local || status->boost_of) return std::nullopt;
  return status;
}

/// What an edit may change.
void take_over(Status& status, Status const& changed) {
  status.html = changed.html;
  status.spoiler_text = changed.spoiler_text;
  status.sensitive = changed.sensitive;
  status.language = changed.language;
  status.emojis = changed.emojis;
  status.tags = changed.tags;
  status.mentions = changed.mentions;
  auto const former = std::exchange(status.media, changed.media);
  // Files that stay keep the ids that clients know.
  for (auto& m : status.media)
    if (auto const same = std::ranges::find(former, m.remote_url, &Media::remote_url); same != former.end())
      m.id = same->id;
}

/// Its server counts; with other options, what people here chose says nothing any more. Somebody who made a status
/// without a question cannot ask one afterwards, nor the other way round.
void refresh_poll(db::Tx& tx, Status& status, std::optional<Poll> const& now_said) {
  if (!status.poll || !now_said) return;
  auto next = *now_said;
  next.id = status.poll->id;
  if (!is_same_question(*status.poll, next)) store::polls::remove_votes(tx, status.id, next.id);
  store::polls::update(tx, status.id, next);
  status.poll = std::move(next);
}

/// Who may quote it.
void refresh_policy(db::Tx& tx, Status const& status, QuotePolicy policy) {
  if (policy != status.quote_policy) store::quotes::set_policy(tx, status.id, policy);
}

/// Of an author whose picture is here already, and who shows none but that, nothing is copied.
bool has_new_pictures(App& app, db::Tx& tx, Status const& status) {
  if (!status.media.empty() || !status.emojis.empty()) return true;
  auto const author = store::accounts_by_id(app.records, tx, std::array{status.author}).front();
  return author && !author->avatar_url.empty() &&
         !store::remote_files::find(tx, CopySource{author->avatar_url}.digest());
}

}  // namespace

StatusId receive_status(App& app, db::Tx& tx, Status status, std::span<AccountId const> delivered_to, bool quiet) {
  if (auto const known = statuses::by_uri(tx, status.uri)) {
    if (known->author != status.author) return {};
    if (!is_open(known->visibility)) statuses::address(tx, known->id, delivered_to);
    return known->id;
  }
  if (statuses::is_buried(tx, status.uri)) return {};
  status.local = false;
  status.created_at = std::min(status.created_at, app.clock.now());
  status.id = tx.next_id<StatusId>(status.created_at);
  place(tx, status);
  let_in(status, delivered_to);
  if (!statuses::insert(tx, status)) return statuses::id_by_uri(tx, status.uri).value_or(StatusId{});
  statuses::adopt_replies(tx, status);
  if (!quiet && app.config.remote_media == "cache" && has_new_pictures(app, tx, status))
    jobs::enqueue(tx, CopyMedia{status.id}, {.host = federation::host_of(status.uri)});
  // Whoever is told of it makes it findable too.
  if (quiet)
    index(app, tx, status);
  else
    jobs::enqueue(tx, Distribute{status.id});
  return status.id;
}

void receive_edit(App&, db::Tx& tx, Status const& changed, Timestamp updated) {
  auto status = known_of_author(tx, changed);
  if (!status) return;
  if (updated <= status->updated_at.value_or(status->created_at)) return refresh_poll(tx, *status, changed.poll);
  take_over(*status, changed);
  status->edited_at = status->updated_at = updated;
  statuses::update(tx, *status);
  refresh_poll(tx, *status, changed.poll);
  refresh_policy(tx, *status, changed.quote_policy);
  jobs::enqueue(tx, Distribute{.status = status->id, .edited = true});
}

void receive_refresh(App& app, db::Tx& tx, Status const& changed) {
  auto status = known_of_author(tx, changed);
  if (!status) return;
  refresh_poll(tx, *status, changed.poll);
  refresh_policy(tx, *status, changed.quote_policy);
  if (status->html.text() == changed.html.text() && status->spoiler_text == changed.spoiler_text) return;
  take_over(*status, changed);
  statuses::amend(tx, *status);
  index(app, tx, *status);
}

void receive_removal(App& app, db::Tx& tx, AccountId author, std::string const& uri) {
  auto const now = app.clock.now();
  auto const status = statuses::by_uri(tx, uri);
  if (!status) return statuses::bury(tx, uri, now);
  if (status->author != author) return;
  statuses::remove(tx, status->id, now);
  jobs::enqueue(tx, Withdraw{status->id});
}

}  // namespace dunlin::actions
