#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/applications.hpp"

namespace dunlin::web {

/// What a Content-Security-Policy must allow for a form that ends at this redirect address: browsers check
/// form-action on every redirect that follows, with the scheme alone for addresses of installed applications.
std::string form_target(std::string_view redirect_uri);

/// Where the person is sent back to, in words: "elk.zone", "an app on this device".
std::string place_of(std::string_view redirect_uri);

using Parameters = std::vector<std::pair<std::string, std::string>>;
/// The address with the parameters in its query or its fragment; empty values are left out.
std::string with_parameters(std::string_view redirect_uri, Parameters const& parameters, bool in_fragment);

/// Which application waits behind a path of ours (/oauth/authorize?client_id=…), if one does.
struct Continuation {
  std::string application;
  std::string form_target;
};
std::optional<Continuation> continuation(db::Tx& tx, std::string_view path);

}  // namespace dunlin::web
