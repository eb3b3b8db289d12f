#include "dunlin/actions/relays.hpp"

#include <fmt/core.h>

#include "dunlin/platform/db/database.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

std::string_view name_of(store::relays::State state) {
  using enum store::relays::State;
  return state == accepted ? "accepted" : state == refused ? "refused" : "asked";
}

int add(Context const& context) {
  auto const relay = context.wait(actions::add_relay(context.app, context.arguments.words[0]));
  fmt::print("OK: asked {}\n", relay.inbox_url);
  return 0;
}

int remove(Context const& context) {
  context.app.db.transact_blocking(
      [&](db::Tx& tx) { actions::remove_relay(context.app, tx, context.arguments.words[0]); });
  fmt::print("OK\n");
  return 0;
}

int list(Context const& context) {
  for (auto const& relay : context.app.db.read_blocking([](db::Tx& tx) { return store::relays::all(tx); }))
    fmt::print("{}  {}, {}\n", relay.litepub ? relay.actor_uri : relay.inbox_url, name_of(relay.state),
               relay.litepub ? "by announcing" : "by handing on");
  return 0;
}

}  // namespace

void add_relays(Commands& on) {
  on.push_back({"relays",
                "add",
                "ADDRESS",
                "Subscribe to a relay: the address of its inbox, or of its actor where it is of the LitePub manner",
                {},
                add});
  on.push_back({"relays", "remove", "ADDRESS", "Leave a relay", {}, remove});
  on.push_back({"relays", "list", "", "Print the relays and whether they let us in", {}, list});
}

}  // namespace dunlin::cli
