#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/federation/vocabulary/webfinger.hpp"

namespace dunlin::federation {

/// Who a handle is, asked by WebFinger (contract, section 1.2): the handle's own domain must confirm it, when
/// the first answer names another one. Nothing when it does not, or does not answer.
awaitable<std::optional<vocabulary::Finger>> finger(App&, vocabulary::Handle handle);

}  // namespace dunlin::federation
