#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/applications.hpp"

namespace dunlin::actions {

/// The redirect address of applications without one: the code is shown to the person.
inline constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

struct NewApplication {
  std::string name;
  std::string website;  // empty for none
  std::vector<std::string> redirect_uris;
  std::string scopes;  // words; empty for "read"
};

struct Registered {
  store::applications::Application application;
  std::string client_secret;  // told once, stored hashed
};

/// Registers a client. Refuses with details what behaviours.md, "OAuth", does not allow.
Registered register_application(App& app, db::Tx& tx, NewApplication const& wish);

/// Whether this may be a redirect address of an application: out of band, or an absolute URI without fragment
/// whose scheme cannot run code.
bool may_redirect_to(std::string_view uri);

/// The client with this id if the secret is its own.
std::optional<store::applications::Application> authenticate_client(db::Tx& tx, std::string_view client_id,
                                                                    std::string_view secret);

}  // namespace dunlin::actions
