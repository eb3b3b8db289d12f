#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

// What the web client keeps for somebody, as JSON that means nothing to us.
namespace dunlin::store::web_settings {

std::optional<std::string> find(db::Tx& tx, UserId user);
void put(db::Tx& tx, UserId user, std::string_view json, Timestamp now);

}  // namespace dunlin::store::web_settings
