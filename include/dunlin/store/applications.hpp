#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store::applications {

using db::Tx;

/// A client that was registered here.
struct Application {
  ApplicationId id;
  std::string client_id;
  std::string secret_hash;  // SHA-256, raw
  std::string name;
  std::string website;  // empty for none
  std::vector<std::string> redirect_uris;
  std::string scopes;  // space separated, as registered
  Timestamp created_at;
};

std::optional<Application> find(Tx& tx, ApplicationId id);
std::optional<Application> by_client_id(Tx& tx, std::string_view client_id);
void insert(Tx& tx, Application const& application);

/// What a person sees of an application that may act for them.
struct Authorized {
  Application application;
  std::string scopes;  // of all valid tokens together
  Timestamp since;
  std::optional<Timestamp> last_used_at;
};
/// Applications with a valid token of the user, newest first. One query.
std::vector<Authorized> authorized_by(Tx& tx, UserId user);

}  // namespace dunlin::store::applications
