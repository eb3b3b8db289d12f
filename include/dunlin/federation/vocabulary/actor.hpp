#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/node.hpp"

namespace dunlin::federation::vocabulary {

/// A key as a document shows it. Without der it was only named.
struct ActorKey {
  std::string id;
  std::string owner;  // "owner" or "controller"
  std::string pem;    // or
  std::string der;    // SPKI, of a Multikey
};

/// An actor document as read (contract, section 3.2): the profile without our own ids, and what belongs to it.
struct Actor {
  Account account;        // uri, username, kind, texts, addresses; domain and ids are not set
  std::string webfinger;  // "user@domain", where the document says so itself
  std::vector<ActorKey> keys;
  std::string moved_to;
  bool suspended = false;
};

/// Nothing when it is no actor: another type, no usable id, inbox or user name.
std::optional<Actor> read_actor(Node const& document);
/// A key object: publicKeyPem or Multikey; nothing when it has neither.
std::optional<ActorKey> read_key(Node const& node);
/// Whether others may be called that (contract, section 1.2).
bool is_username(std::string_view name);

/// What a local actor's document shows beside the account.
struct ActorExtras {
  std::string key_id;
  std::string public_key_pem;
  std::string moved_to;  // the target's uri
};
std::string write_actor(Urls const& urls, Account const& account, ActorExtras const& extras);
/// The document of the instance actor (contract, section 3.3).
std::string write_instance_actor(Urls const& urls, std::string_view public_key_pem);

/// The addresses of a local account, whose row may leave them empty.
std::string inbox_of(Account const& account);
std::string outbox_of(Account const& account);
std::string followers_of(Account const& account);
std::string following_of(Account const& account);
std::string featured_of(Account const& account);

}  // namespace dunlin::federation::vocabulary
