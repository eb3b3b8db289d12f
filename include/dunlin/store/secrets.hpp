#pragma once
#include <string>

#include "dunlin/base/secret.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// What this server alone knows. Made on the first start and kept in the database; SECRET_KEY_BASE, where
/// set, takes the place of `key`.
struct Secrets {
  Secret key;                       // signs cookies, CSRF tokens and access tokens
  Secret vapid_private;             // P-256, base64url
  std::string vapid_public;         // uncompressed point, base64url: shown in three places of the API
  crypto::PrivateKey instance_key;  // of the instance actor
};

/// Reads the secrets, making those that are missing. Two processes starting at once agree.
Secrets read_or_make_secrets(db::Tx& tx, Secret const& configured_key);

}  // namespace dunlin::store
