#pragma once
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/federation/vocabulary/node.hpp"

namespace dunlin::federation {

/// An actor sent its changed profile. The embedded copy is taken as it is, unless it changes keys, inboxes or the
/// handle: then the actor's own server has the word.
awaitable<void> update_actor(App&, vocabulary::Node const& embedded, Account const& known);

}  // namespace dunlin::federation
