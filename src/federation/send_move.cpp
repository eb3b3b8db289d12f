#include "dunlin/federation/send_move.hpp"

#include "dunlin/federation/send.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/store/moves.hpp"

namespace dunlin::federation {

void send_moved(App& app, db::Tx& tx, Account const& account, Account const& target, Timestamp when) {
  Audience const audience{.followers_of = {account.id}, .accounts = store::moves::remote_blockers(tx, account.id)};
  send(app, tx, account.id, vocabulary::write_move(account, target.uri, when), audience);
}

}  // namespace dunlin::federation
