#pragma once
#include <string>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

/// Somebody who waits for their address to be confirmed asks for the letter again, at a new address unless that is
/// empty. Refuses (forbidden) who is confirmed, and (invalid) an address that is none or taken.
void ask_for_confirmation(db::Tx&, UserId who, std::string const& email);

}  // namespace dunlin::actions
