#include <algorithm>

#include "compose.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

namespace statuses = store::statuses;

std::vector<MediaId> ids_of(std::vector<Media> const& media) {
  std::vector<MediaId> ids;
  for (auto const& m : media) ids.push_back(m.id);
  return ids;
}

bool same(Status const& a, Status const& b) {
  return a.text == b.text && a.spoiler_text == b.spoiler_text && a.sensitive == b.sensitive &&
         a.language == b.language && ids_of(a.media) == ids_of(b.media);
}

Status apply(App& app, db::Tx& tx, AccountId author, StatusId id, Changes const& changes) {
  auto const former = statuses::find(tx, id);
  if (!former || former->author != author || former->boost_of) throw not_found();
  auto status = *former;
  if (changes.media) status.media = check_media(tx, author, id, *changes.media);
  if (changes.text) status.text = *changes.text;
  if (changes.spoiler_text) status.spoiler_text = *changes.spoiler_text;
  check_length(app, status.spoiler_text, status.text, !status.media.empty());
  if (status.text.empty() && !status.spoiler_text.empty()) status.text = placeholder(status.media);
  if (changes.sensitive) status.sensitive = *changes.sensitive;
  status.sensitive = status.sensitive || !status.spoiler_text.empty();
  if (changes.language)
    if (auto language = tidy_language(*changes.language); !language.empty()) status.language = std::move(language);
  if (same(status, *former)) return status;

  // Who was let in without being named stays so.
  auto const silent = status.mentions;
  compose(app, tx, status);
  for (auto const& mention : silent)
    if (mention.silent &&
        std::ranges::find(status.mentions, mention.account, &Mention::account) == status.mentions.end())
      status.mentions.push_back(mention);
  status.edited_at = app.clock.now();
  statuses::update(tx, status);
  jobs::enqueue(tx, Distribute{.status = id, .edited = true});
  if (!status.local_only) federation::send_updated(app, tx, status);
  return status;
}

}  // namespace

awaitable<Status> edit(App& app, AccountId author, StatusId id, Changes changes) {
  if (changes.text) changes.text = tidy(*changes.text);
  if (changes.spoiler_text) changes.spoiler_text = tidy(*changes.spoiler_text);
  if (changes.text) co_await meet_mentioned(app, *changes.text);
  co_return co_await app.db.transact([&](db::Tx& tx) { return apply(app, tx, author, id, changes); });
}

}  // namespace dunlin::actions
