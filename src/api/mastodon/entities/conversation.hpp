#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/direct.hpp"

namespace dunlin::api::mastodon::entities {

/// The Conversation entity (Conversation.schema.json), of many at once. However many: one query for the accounts
/// that are not in memory, and what status_list() costs.
std::string conversation_list(App& app, db::Tx& tx, AccountId viewer, std::span<store::direct::Talk const> talks);
std::string conversation(App& app, db::Tx& tx, AccountId viewer, store::direct::Talk const& talk);

}  // namespace dunlin::api::mastodon::entities
