#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dunlin/access/call.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/grants.hpp"
#include "dunlin/store/applications.hpp"

namespace dunlin::api::oauth {

using access::Call;
using access::Reply;

/// `{"error": …, "error_description": …}` (RFC 6749, section 5.2).
Reply error(int status, std::string_view code, std::string_view description);
/// 401: Elk registers its application anew on this one.
Reply invalid_client();
Reply missing_parameter(std::string_view name);

/// The Token entity.
Reply token(actions::Grant const& grant);

/// The client's id and secret, from HTTP Basic or from the parameters; empty where not sent.
std::pair<std::string, std::string> client_credentials(Call const& call);
/// The client that proved itself, if it did.
std::optional<store::applications::Application> client(Call const& call, db::Tx& tx);

/// The scopes asked for, in one line: nothing when one is unknown or not the application's. Without any the
/// default: read, or all it has when that is not among them.
std::optional<std::string> granted_scopes(store::applications::Application const& client, std::string const& asked);

void add_applications(access::Routes& on);
void add_tokens(access::Routes& on);
void add_token_facts(access::Routes& on);
void add_userinfo(access::Routes& on);
void add_sign_up(access::Routes& on);

}  // namespace dunlin::api::oauth
