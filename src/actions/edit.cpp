#include <algorithm>

#include "compose.hpp"
#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/statuses.hpp"
#include "poll_drafts.hpp"
#include "quoting.hpp"
#include "stills.hpp"

namespace dunlin::actions {
namespace {

namespace statuses = store::statuses;

constexpr std::size_t most_description_bytes = 64 * 1024;

std::vector<MediaId> ids_of(std::vector<Media> const& media) {
  std::vector<MediaId> ids;
  for (auto const& m : media) ids.push_back(m.id);
  return ids;
}

bool same(Status const& a, Status const& b) {
  return a.text == b.text && a.spoiler_text == b.spoiler_text && a.sensitive == b.sensitive &&
         a.language == b.language && ids_of(a.media) == ids_of(b.media);
}

std::string tidy_description(std::string_view description) {
  auto text = tidy(description);
  if (text.size() > most_description_bytes || count_graphemes(text) > most_media_description_characters)
    throw invalid("Description is too long (maximum is " + std::to_string(most_media_description_characters) +
                  " characters)");
  return text;
}

/// Describes files of the status anew; returns those that became others.
std::vector<Media> describe(std::vector<Media>& media, std::span<MediaChange const> changes) {
  std::vector<Media> changed;
  for (auto const& change : changes) {
    auto const m = std::ranges::find(media, change.id, &Media::id);
    if (m == media.end()) continue;
    auto const former = *m;
    if (change.description) m->description = tidy_description(*change.description);
    if (change.focus) {
      m->focus_x = std::clamp(change.focus->first, -1.0, 1.0);
      m->focus_y = std::clamp(change.focus->second, -1.0, 1.0);
    }
    if (m->description != former.description || m->focus_x != former.focus_x || m->focus_y != former.focus_y)
      changed.push_back(*m);
  }
  return changed;
}

/// The pictures that shall stand for files of the status.
awaitable<std::vector<std::pair<MediaId, Still>>> keep_stills(App& app, std::span<MediaChange const> changes) {
  std::vector<std::pair<MediaId, Still>> stills;
  for (auto const& change : changes)
    if (change.thumbnail) stills.emplace_back(change.id, co_await keep_still(app, *change.thumbnail));
  co_return stills;
}

/// Those of others are dropped. Returns whether any is shown.
bool put_stills(db::Tx& tx, std::vector<Media>& media, std::span<std::pair<MediaId, Still> const> stills) {
  bool any = false;
  for (auto const& [id, still] : stills) {
    auto const m = std::ranges::find(media, id, &Media::id);
    if (m != media.end() && may_have_still(*m)) {
      replace_still(tx, *m, still);
      any = true;
    } else {
      drop_files(tx, {still.file});
    }
  }
  return any;
}

/// Who was let in without being named stays so.
void keep_silent_mentions(Status& status, std::vector<Mention> const& former) {
  for (auto const& mention : former)
    if (mention.silent &&
        std::ranges::find(status.mentions, mention.account, &Mention::account) == status.mentions.end())
      status.mentions.push_back(mention);
}

void revise(App const& app, Status& status, Changes const& changes) {
  if (changes.text) status.text = *changes.text;
  status.spoiler_text = changes.spoiler_text;
  check_length(app, status.spoiler_text, status.text, !status.media.empty() || changes.poll || status.quote);
  if (status.text.empty() && !status.spoiler_text.empty()) status.text = placeholder(status.media);
  status.sensitive = changes.sensitive || !status.spoiler_text.empty();
  if (auto language = tidy_language(changes.language); !language.empty()) status.language = std::move(language);
}

Status apply(App& app, db::Tx& tx, AccountId author, StatusId id, Changes const& changes,
             std::span<std::pair<MediaId, Still> const> stills) {
  auto const former = statuses::find(tx, id);
  if (!former || former->author != author || former->boost_of) throw not_found();
  auto const now = app.clock.now();
  auto status = *former;
  if (changes.poll && !changes.media.empty()) throw poll_with_media();
  status.media = check_media(app, tx, author, id, changes.media);
  auto const described = describe(status.media, changes.media_changes);
  bool const reshown = put_stills(tx, status.media, stills);
  revise(app, status, changes);
  auto const poll = plan_change(tx, *former, changes.poll, now);
  status.poll = poll.is_one ? poll.next : former->poll;
  if (changes.quote_policy) {
    status.quote_policy = policy_for(status.visibility, *changes.quote_policy);
    if (status.quote_policy != former->quote_policy) store::quotes::set_policy(tx, id, status.quote_policy);
  }
  if (same(status, *former) && described.empty() && !reshown && !poll.is_one) return status;

  compose(app, tx, status);
  add_quote_link(tx, status);
  keep_silent_mentions(status, former->mentions);
  status.edited_at = now;
  statuses::update(tx, status);
  // What update() keeps of the former version must be as it was until here.
  statuses::describe_media(tx, described);
  carry_out(tx, id, poll);
  jobs::enqueue(tx, Distribute{.status = id, .edited = true});
  if (!status.local_only) federation::send_updated(app, tx, status);
  return status;
}

}  // namespace

awaitable<Status> edit(App& app, AccountId author, StatusId id, Changes changes) {
  if (changes.text) changes.text = tidy(*changes.text);
  changes.spoiler_text = tidy(changes.spoiler_text);
  check_poll(changes.poll, PollFor::edit);
  if (changes.text) co_await meet_mentioned(app, *changes.text);
  auto const stills = co_await keep_stills(app, changes.media_changes);
  co_return co_await app.db.transact([&](db::Tx& tx) { return apply(app, tx, author, id, changes, stills); });
}

}  // namespace dunlin::actions
