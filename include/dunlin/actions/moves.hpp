#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/find_target.hpp"
#include "dunlin/platform/jobs/queue.hpp"

/// People who go on under another account (contract, section 12).
namespace dunlin::actions {

struct MoveOptions {
  bool soon_again = false;  // though it moved not long ago
};
/// From now on a local account is another one, which must name it among its aliases. Its followers are told, those
/// here are brought over. Refuses (invalid) other targets, and a second move within 30 days.
awaitable<Account> move(App&, AccountId who, std::string target_name, MoveOptions options = {});
/// Tells everybody again of the move that was made before. Refuses (invalid) when there was none.
awaitable<Account> repeat_move(App&, AccountId who);
/// The account is itself again. Who followed the other one goes on doing so.
Account stay(App&, db::Tx&, AccountId who);

/// Job: who follows the account here follows the target instead; notes, lists, blocks and mutes go with it.
struct BringFollowers {
  static constexpr std::string_view kind = "bring_followers";
  AccountId account, target;
  std::string to_text() const { return to_string(account) + " " + to_string(target); }
  static BringFollowers from_text(std::string const& text);
};
awaitable<void> bring_followers(App&, BringFollowers, jobs::Job const&);

awaitable<void> find_target(App&, federation::FindTarget, jobs::Job const&);

}  // namespace dunlin::actions
