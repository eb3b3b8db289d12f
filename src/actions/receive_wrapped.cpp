// Activities of others that a group announces (FEP-1b12; contract, section 8). Nobody signed the inner one: only what
// the server of the inner object says about it counts.
#include "arrivals.hpp"
#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/federation/gone.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {
namespace {

using federation::vocabulary::Verb;

/// A status of another server that is here, with its author.
struct Known {
  Status status;
  Account author;
};

awaitable<std::optional<Known>> read_known(App& app, std::string const& uri) {
  co_return co_await app.db.read(
      [&](db::Tx& tx) -> std::optional<Known> {
        auto status = store::statuses::by_uri(tx, uri);
        if (!status || status->local) return std::nullopt;
        auto const author = store::accounts_by_id(app.records, tx, {&status->author, 1})[0];
        if (!author) return std::nullopt;
        return Known{std::move(*status), *author};
      },
      db::Urgency::background);
}

awaitable<void> change(Inbound const& in, Known const& before) {
  auto const text = co_await federation::fetch_document(in.app, before.status.uri);
  auto const document = text ? federation::vocabulary::parse(*text) : std::nullopt;
  auto const note = document ? federation::vocabulary::read_note(*document) : std::nullopt;
  if (!note || note->author != before.author.uri || !federation::same_host(note->id, note->author)) co_return;
  co_await in.app.db.transact([&](db::Tx& tx) { receive_newer(in.app, tx, *note, before.author); },
                              db::Urgency::background);
}

/// Moderators take away what they may not delete: then it is only their group that no longer shows it.
awaitable<void> take_away(Inbound const& in, Known const& before) {
  bool const gone = co_await federation::is_object_gone(in.app, before.status.uri);
  co_await in.app.db.transact(
      [&](db::Tx& tx) {
        if (gone) return receive_removal(in.app, tx, before.author.id, before.status.uri);
        receive_unboost(in.app, tx, in.actor.id, {}, before.status.id);
      },
      db::Urgency::background);
}

}  // namespace

awaitable<bool> receive_wrapped(Inbound const& in) {
  auto const& inner = in.activity.object->first();
  auto const verb = inner.is_map() ? federation::vocabulary::verb_of(inner) : Verb::other;
  if (verb != Verb::update && verb != Verb::delete_) co_return false;
  auto const uri = std::string(inner["object"].reference());
  bool const may_speak = in.actor.kind == ActorKind::group || federation::same_host(uri, in.actor.uri);
  if (!may_speak) co_return verb == Verb::delete_;
  auto const before = co_await read_known(in.app, uri);
  if (!before) co_return verb == Verb::delete_;
  if (verb == Verb::update)
    co_await change(in, *before);
  else
    co_await take_away(in, *before);
  co_return true;
}

}  // namespace dunlin::actions
