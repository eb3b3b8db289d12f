#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/card.hpp"

namespace dunlin::api::mastodon::entities {

using AccountsById = std::unordered_map<AccountId, std::shared_ptr<Account const>>;

/// The members of a PreviewCard (PreviewCard.schema.json). `accounts` holds its author's account, if it has one.
void write_card_members(JsonWriter& json, App& app, Card const& card, AccountsById const& accounts);
/// The whole of it.
std::string card(App& app, Card const& card, AccountsById const& accounts);

}  // namespace dunlin::api::mastodon::entities
