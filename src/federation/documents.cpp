#include "dunlin/federation/documents.hpp"

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::federation {
namespace {

std::shared_ptr<Account const> account_record(App& app, db::Tx& tx, AccountId id) {
  auto found = store::accounts_by_id(app.records, tx, {&id, 1});
  if (!found[0]) throw not_found();
  return found[0];
}

}  // namespace

std::string fresh_actor_document(App& app, db::Tx& tx, Account const& account) {
  vocabulary::ActorExtras extras;
  for (auto const& key : store::actor_keys::of_account(tx, account.id)) {
    auto const parsed = crypto::PublicKey::from_der(key.public_der);
    if (!parsed) continue;
    extras.key_id = key.key_id;
    extras.public_key_pem = parsed->pem();
    break;
  }
  if (account.moved_to)
    if (auto const target = store::accounts::find(tx, account.moved_to)) extras.moved_to = target->uri;
  return vocabulary::write_actor(urls(app.config), account, extras);
}

std::shared_ptr<std::string const> actor_document(App& app, db::Tx& tx, Account const& account) {
  auto const name = "actor:" + to_string(account.id);
  if (auto piece = app.records.pieces.find(name)) return piece;
  auto const stamp = app.records.pieces.stamp();
  auto piece = std::make_shared<std::string const>(fresh_actor_document(app, tx, account));
  app.records.pieces.put(name, piece, piece->size(), stamp);
  return piece;
}

NoteParts::NoteParts(App& app, db::Tx& tx, Status const& status)
    : author(account_record(app, tx, status.author)), status_(status), parent_uri_(status.in_reply_to_uri) {
  std::vector<AccountId> ids;
  for (auto const& mention : status.mentions) ids.push_back(mention.account);
  for (auto const& account : store::accounts_by_id(app.records, tx, ids))
    if (account) mentioned_.push_back(*account);
  if (!status.in_reply_to) return;
  auto const parent = store::statuses_by_id(app.records, tx, {&status.in_reply_to, 1});
  if (parent[0]) parent_uri_ = parent[0]->uri;
}

vocabulary::NoteSource NoteParts::source() const {
  return {status_, *author, mentioned_, parent_uri_, {}};
}

BoostParts::BoostParts(App& app, db::Tx& tx, Status const& boost, Status const& original)
    : boost_(boost),
      original_(original),
      booster_(account_record(app, tx, boost.author)),
      author_(account_record(app, tx, original.author)) {}

vocabulary::Boost BoostParts::boost() const {
  return {boost_.uri, *booster_, original_, author_->uri, boost_.visibility, boost_.created_at};
}

}  // namespace dunlin::federation
