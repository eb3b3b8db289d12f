#include "dunlin/federation/documents.hpp"

#include "dunlin/base/refusal.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/approvals.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::federation {
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

std::string stamp_uri(App const& app, AccountId quoted_author, StatusId quoting) {
  return urls(app.config).actor(quoted_author) + "/quote_authorizations/" + to_string(quoting);
}

NoteParts::NoteParts(App& app, db::Tx& tx, Status const& status)
    : author(store::existing_account(app.records, tx, status.author)),
      status_(status),
      parent_uri_(status.in_reply_to_uri),
      now_(app.clock.now()) {
  std::vector<AccountId> ids;
  for (auto const& mention : status.mentions) ids.push_back(mention.account);
  for (auto const& account : store::accounts_by_id(app.records, tx, ids))
    if (account) mentioned_.push_back(*account);
  find_quoted(app, tx);
  if (!status.in_reply_to) return;
  auto const parent = store::statuses_by_id(app.records, tx, {&status.in_reply_to, 1});
  if (!parent[0]) return;
  parent_uri_ = parent[0]->uri;
  // Nobody can have agreed yet to what is new.
  if (status.local && !parent[0]->local && status.created_at < now_) approval_ = store::approvals::of(tx, status.id);
}

/// What may not be shown is not named either.
void NoteParts::find_quoted(App& app, db::Tx& tx) {
  if (!status_.quote || status_.quote->state > QuoteState::accepted) return;
  if (!status_.quote->of) return;
  auto const quoted = store::statuses_by_id(app.records, tx, {&status_.quote->of, 1})[0];
  if (!quoted) return;
  quoted_uri_ = quoted->uri;
  if (quoted->author == status_.author || status_.quote->state != QuoteState::accepted) return;
  stamp_ = quoted->local ? stamp_uri(app, quoted->author, status_.id) : store::quotes::papers(tx, status_.id).stamp;
}

vocabulary::NoteSource NoteParts::source() const {
  return {status_, *author, mentioned_, parent_uri_, {}, quoted_uri_, stamp_, now_, approval_};
}

BoostParts::BoostParts(App& app, db::Tx& tx, Status const& boost, Status const& original)
    : boost_(boost),
      original_(original),
      booster_(store::existing_account(app.records, tx, boost.author)),
      author_(store::existing_account(app.records, tx, original.author)) {}

vocabulary::Boost BoostParts::boost() const {
  return {boost_.uri, *booster_, original_, author_->uri, boost_.visibility, boost_.created_at};
}

}  // namespace dunlin::federation
