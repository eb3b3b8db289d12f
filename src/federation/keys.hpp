#pragma once
#include <memory>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "memory_content.hpp"

namespace dunlin::federation {

/// A key looked up by its id.
struct KeyAnswer {
  std::shared_ptr<VerifyKey const> key;  // null for none
  bool unreachable = false;              // its server does not answer: later it may
};
/// From memory, the store, or its own server, one request at a time and not again for a while when that fails.
awaitable<KeyAnswer> find_key(App&, std::string key_id);
/// From its own server, at most once in five minutes; null when that was not tried or gave nothing.
awaitable<std::shared_ptr<VerifyKey const>> fetch_key_anew(App&, std::string key_id);

/// The key a local account signs with, parsed once.
awaitable<std::shared_ptr<SigningKey const>> signing_key(App&, AccountId account);

}  // namespace dunlin::federation
