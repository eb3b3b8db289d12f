#include "dunlin/actions/conversations.hpp"

#include "dunlin/base/refusal.hpp"

namespace dunlin::actions {

void mark_conversation(db::Tx& tx, AccountId who, store::direct::TalkId id, bool unread) {
  if (!store::direct::mark(tx, who, id, unread)) throw not_found();
}

void remove_conversation(db::Tx& tx, AccountId who, store::direct::TalkId id) {
  if (!store::direct::remove(tx, who, id)) throw not_found();
}

}  // namespace dunlin::actions
