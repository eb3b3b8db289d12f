#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/federation/memory.hpp"
#include "dunlin/federation/synchronization.hpp"
#include "dunlin/platform/cache.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "flights.hpp"
#include "hosts.hpp"
#include "policy_list.hpp"
#include "recently.hpp"

namespace dunlin::federation {

/// A public key, ready to verify, and whose it is.
struct VerifyKey {
  std::string owner;  // the actor's uri
  AccountId account;  // none for an instance actor that is not kept
  crypto::PublicKey key;
};

/// A local actor's key, ready to sign.
struct SigningKey {
  std::string key_id;
  crypto::PrivateKey key;
};

/// A body on its way to many inboxes.
struct OutgoingBody {
  AccountId sender;
  std::string text;
  /// Of those that synchronize followers: what is said to each server, and to those without any.
  std::optional<Synchronization> synchronization;
  std::map<std::string, std::string, std::less<>> digests;
};

struct Memory::Content {
  static constexpr std::size_t key_bytes = 4096;  // what OpenSSL keeps for one parsed RSA key, about
  Cache<std::string, VerifyKey> verify_keys{8 * 1024 * 1024};
  Cache<AccountId, SigningKey> signing_keys{2 * 1024 * 1024};
  Cache<std::int64_t, OutgoingBody> bodies{4 * 1024 * 1024};

  /// Documents and keys that could not be had lately: not asked for again for a while.
  Recently failed{std::chrono::minutes(5)};
  /// Keys that were fetched anew because a signature did not verify.
  Recently refetched{std::chrono::minutes(5)};
  /// Servers whose own traffic made us try them again.
  Recently forgiven{std::chrono::minutes(10)};
  Flights flights;
  Hosts hosts;
  PolicyList policies;
};

}  // namespace dunlin::federation
