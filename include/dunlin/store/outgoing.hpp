#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// Activities on their way out: each body once, however many inboxes it goes to.
namespace dunlin::store::outgoing {

using db::Tx;
using ActivityId = Id<struct OutgoingActivityTag>;

struct Activity {
  AccountId sender;
  std::string body;
  bool synchronizes = false;  // tells each server which of its people follow the sender
};

void insert(Tx& tx, ActivityId id, Activity const& activity, Timestamp now);
std::optional<Activity> find(Tx& tx, ActivityId id);
/// The actor ids of remote accounts with this personal inbox; at most a few.
std::vector<std::string> actors_of_inbox(Tx& tx, std::string_view inbox);
/// Removes those made before.
void sweep(Tx& tx, Timestamp before);

/// Who gets it; see federation::Audience.
struct Recipients {
  std::vector<AccountId> followers_of;
  std::vector<AccountId> accounts;
  StatusId interested_in;
  bool every_known_server = false;
  bool in_person = false;  // personal inboxes instead of shared ones
};
/// The distinct inboxes of remote recipients that are not suspended, here or by their domain; at most so many.
std::vector<std::string> inboxes(Tx& tx, Recipients const& recipients, int most);

}  // namespace dunlin::store::outgoing
