#include "dunlin/actions/publish.hpp"

#include <algorithm>
#include <array>

#include "compose.hpp"
#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/federation/send_relayed.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/idempotency.hpp"
#include "dunlin/store/media.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/users.hpp"
#include "dunlin/store/views.hpp"
#include "poll_drafts.hpp"
#include "posting.hpp"
#include "quoting.hpp"
#include "seen.hpp"

namespace dunlin::actions {
namespace {

namespace statuses = store::statuses;

constexpr std::size_t most_key_bytes = 512;

/// What the draft leaves open comes from the author's preferences.
void fill_in_defaults(db::Tx& tx, Draft const& draft, Account const& author, Status& status) {
  auto const user = store::users::by_account(tx, author.id);
  if (!user) throw forbidden();
  status.visibility = draft.visibility.value_or(user->default_visibility);
  if (author.silenced_at && status.visibility == Visibility::public_) status.visibility = Visibility::unlisted;
  status.sensitive = draft.sensitive.value_or(user->default_sensitive) || !status.spoiler_text.empty();
  auto const chosen = draft.quote_policy ? draft.quote_policy : quote_policy_from(user->default_quote_policy);
  status.quote_policy = chosen.value_or(QuotePolicy{});
  for (auto const* language : {&draft.language, &user->default_language, &user->locale})
    if (status.language.empty()) status.language = tidy_language(*language);
}

/// Whether the author of a status lets this one answer it.
bool is_welcome(db::Tx& tx, Status const& original, AccountId who) {
  if (original.reply_groups & reply_everybody) return true;
  auto const named = [&](Mention const& mention) { return mention.account == who && !mention.silent; };
  Answerer answerer{.is_author = original.author == who, .is_mentioned = std::ranges::any_of(original.mentions, named)};
  if (may_answer(original.reply_groups, answerer)) return true;
  answerer.follows = store::relations::find_follow(tx, who, original.author).has_value();
  answerer.is_followed = store::relations::find_follow(tx, original.author, who).has_value();
  return may_answer(original.reply_groups, answerer);
}

void answer(App& app, db::Tx& tx, StatusId parent, Status& status) {
  auto const original = look_for(app, tx, parent, status.author);
  if (!original)
    throw Refusal{Refusal::Kind::not_found, "The post you are trying to reply to does not appear to exist."};
  if (!is_welcome(tx, *original, status.author))
    throw Refusal{Refusal::Kind::forbidden, "The author of this post does not accept your reply"};
  status.in_reply_to = original->id;
  status.in_reply_to_account = original->author;
  status.conversation = original->conversation;
  status.local_only = status.local_only || original->local_only;
}

void check_mentions(Draft const& draft, Status const& status) {
  if (!draft.allowed_mentions) return;
  std::vector<AccountId> unexpected;
  for (auto const& mention : status.mentions)
    if (mention.account != status.author &&
        std::ranges::find(*draft.allowed_mentions, mention.account) == draft.allowed_mentions->end())
      unexpected.push_back(mention.account);
  if (!unexpected.empty()) throw UnexpectedMentions(std::move(unexpected));
}

Status post(App& app, db::Tx& tx, AccountId author_id, Draft const& draft) {
  auto const now = app.clock.now();
  if (!draft.idempotency_key.empty())
    if (auto const first = store::idempotency::find(tx, author_id, draft.idempotency_key, now)) {
      auto status = statuses::find(tx, first->status);
      if (!status) throw not_found();
      return std::move(*status);
    }
  auto const author = author_of(app, tx, author_id);
  auto status = make_status(app, tx, author, draft, now);
  put_out(app, tx, author, status, now);
  if (!draft.idempotency_key.empty()) store::idempotency::insert(tx, author_id, draft.idempotency_key, status.id, now);
  return status;
}

}  // namespace

void check_draft(App const& app, Draft& draft) {
  draft.text = tidy(draft.text);
  draft.spoiler_text = tidy(draft.spoiler_text);
  if (draft.idempotency_key.size() > most_key_bytes) draft.idempotency_key.resize(most_key_bytes);
  check_poll(draft.poll);
  if (draft.poll && !draft.media.empty()) throw poll_with_media();
  check_length(app, draft.spoiler_text, draft.text, !draft.media.empty() || draft.poll || draft.quoted);
}

Account author_of(App& app, db::Tx& tx, AccountId id) {
  auto const account = store::accounts_by_id(app.records, tx, std::array{id})[0];
  if (!account) throw not_found();
  if (account->moved_to) throw Refusal{Refusal::Kind::forbidden, "Your account has moved: it posts from its new place"};
  return *account;
}

Status make_status(App& app, db::Tx& tx, Account const& author, Draft const& draft, Timestamp now) {
  Status status;
  status.author = author.id;
  status.local = true;
  status.local_only = draft.local_only;
  status.text = draft.text;
  status.spoiler_text = draft.spoiler_text;
  status.application = draft.application;
  status.reply_groups = draft.reply_groups.value_or(reply_everybody);
  status.media = check_media(app, tx, author.id, {}, draft.media);
  if (draft.poll) status.poll = make_poll(tx, *draft.poll, now);
  if (status.text.empty() && !status.spoiler_text.empty()) status.text = placeholder(status.media);
  fill_in_defaults(tx, draft, author, status);
  if (draft.in_reply_to) answer(app, tx, draft.in_reply_to, status);
  std::optional<Status> quoted;
  if (draft.quoted) quoted = quote(app, tx, draft.quoted, status);
  status.quote_policy = policy_for(status.visibility, status.quote_policy);
  compose(app, tx, status);
  if (quoted) add_quote_link(status, *quoted);
  check_mentions(draft, status);
  check_quoted_is_mentioned(status);
  return status;
}

void put_out(App& app, db::Tx& tx, Account const& author, Status& status, Timestamp now) {
  status.created_at = now;
  status.id = tx.next_id<StatusId>(now);
  if (!status.conversation) {
    status.conversation = tx.next_id<ConversationId>(now);
    store::views::remember_untouched(app.records, tx, author.id, status.id);
  }
  status.uri = author.uri + "/statuses/" + to_string(status.id);
  status.url = federation::urls(app.config).status_page(author.username, status.id);
  // What asks comes first, what only writes travels with the commit: the author's counters are locked for less.
  if (!status.local_only) {
    federation::send_created(app, tx, status);
    ask_to_quote(app, tx, status);
  }
  statuses::insert(tx, status);
  if (status.poll) await_end(tx, *status.poll);
  jobs::enqueue(tx, Distribute{status.id});
}

awaitable<Status> publish(App& app, AccountId author, Draft draft) {
  check_draft(app, draft);
  co_await meet_mentioned(app, draft.text);
  co_return co_await app.db.transact([&](db::Tx& tx) { return post(app, tx, author, draft); });
}

Status unpublish(App& app, db::Tx& tx, AccountId author, StatusId id, bool with_media) {
  auto status = statuses::find(tx, id);
  if (!status || status->author != author) throw not_found();
  if (status->boost_of) {
    auto const original = statuses::find(tx, status->boost_of);
    if (original) federation::send_unboosted(app, tx, id, status->uri, *original, author);
  } else if (!status->local_only) {
    federation::send_deleted(app, tx, *status);
    federation::relay_deleted(app, tx, *status);
  }
  statuses::remove(tx, id, app.clock.now());
  if (with_media) {
    if (auto files = store::media::remove_of(tx, id); !files.empty()) jobs::enqueue(tx, RemoveFiles{std::move(files)});
  } else if (!status->boost_of) {
    statuses::release_media(tx, id);
  }
  jobs::enqueue(tx, Withdraw{id});
  return std::move(*status);
}

}  // namespace dunlin::actions
