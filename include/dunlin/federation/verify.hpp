#pragma once
#include <expected>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/http/message.hpp"

namespace dunlin::federation {

/// Who made a request, proven by its signature.
struct Signer {
  std::string actor;  // the owner of the key
  AccountId account;  // none for an instance actor that is not kept here
  std::string key_id;
};

/// Why a signature does not count, and what the sender may do about it.
struct Distrust {
  enum class Kind {
    unsigned_,  // there is none, or it does not verify
    blocked,    // we do not talk with that domain
    no_key,     // its key could not be fetched: trying again later may help
  };
  Kind kind = Kind::unsigned_;
  std::string why;
};

/// Verifies the signature of a request (contract, sections 5.2 to 5.4), fetching the key when it is not known,
/// and once more when it does not verify.
awaitable<std::expected<Signer, Distrust>> verify(App&, http::Request const&);

}  // namespace dunlin::federation
