#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::actor_keys {

using db::Tx;

/// A key as stored, and whose it is.
struct Key {
  std::string key_id;  // "https://host/users/1#main-key"
  AccountId account;
  std::string owner_uri;   // the actor's id
  std::string public_der;  // SPKI
  Timestamp fetched_at;
};

/// By the key's own id.
std::optional<Key> find(Tx& tx, std::string_view key_id);
/// Every key of an account, oldest first.
std::vector<Key> of_account(Tx& tx, AccountId account);

/// The signing key of a local account: its key id and private half (PKCS#8 DER).
struct SigningKey {
  std::string key_id;
  std::string private_der;
};
std::optional<SigningKey> signing_key(Tx& tx, AccountId account);

/// Gives a new local account its key; the key id is the actor's uri with "#main-key".
void insert_local(Tx& tx, Account const& account, crypto::PrivateKey const& key);

/// Replaces the public keys of a remote account by these (id, SPKI DER).
void replace_remote(Tx& tx, AccountId account, std::vector<std::pair<std::string, std::string>> const& keys,
                    Timestamp when);

}  // namespace dunlin::store::actor_keys
