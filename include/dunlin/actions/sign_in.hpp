#pragma once
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/base/secret.hpp"
#include "dunlin/store/users.hpp"

namespace dunlin::actions {

/// The user with this e-mail address or user name and this password; nothing for an unknown one as for a wrong
/// password, after the same work. Whether the user may act is the caller's to look at. Refuses with too_many
/// when this login was tried too often; the address is the row's to throttle.
awaitable<std::optional<store::users::User>> check_password(App& app, std::string login, Secret password);

/// What a person is told whose login cannot be used; empty when it can.
std::string standing_problem(store::users::User const& user);

/// Starts a browser session: the text of its cookie.
std::string start_session(App& app, db::Tx& tx, UserId user, std::string_view address, std::string_view user_agent);
/// A browser that is signed in.
struct SignedIn {
  std::int64_t session = 0;
  store::users::User user;
};
/// The session with this cookie, if there is one and the login can be used.
std::optional<SignedIn> find_session(App& app, db::Tx& tx, std::string_view cookie);
void end_session(db::Tx& tx, std::string_view cookie);

}  // namespace dunlin::actions
