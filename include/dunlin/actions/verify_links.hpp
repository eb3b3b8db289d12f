#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: looks whether the pages that the profile fields of an account link to link back with rel="me", and marks
/// those that do.
struct VerifyLinks {
  static constexpr std::string_view kind = "verify_links";
  AccountId account;
  std::string to_text() const { return to_string(account); }
  static VerifyLinks from_text(std::string const& text) { return {parse_id<AccountId>(text).value_or(AccountId{})}; }
};
awaitable<void> verify_links(App&, VerifyLinks, jobs::Job const&);

/// Begins it where the account has links that are not verified.
void begin_verification(db::Tx&, Account const& account);

}  // namespace dunlin::actions
