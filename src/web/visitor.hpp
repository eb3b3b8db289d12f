#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/access/browser.hpp"
#include "dunlin/store/users.hpp"
#include "pages.hpp"

namespace dunlin::web {

using access::is_own_form;

/// The browser behind a request.
struct Visitor {
  std::string session;                     // the sign-in cookie; empty for none
  std::string visit;                       // the cookie of a browser that is not signed in; empty for none yet
  std::optional<store::users::User> user;  // only after with_user()
};

/// Who it says it is, without asking the database.
Visitor visitor_of(http::Request const& request);
/// The same with the user of its session.
Visitor with_user(Call const& call, db::Tx& tx);

/// The anti-forgery token of this browser's forms. A browser without a cookie gets one, put into `reply` by
/// keep_visit().
std::string csrf_token(App& app, Visitor& visitor);
/// Puts the visit cookie that csrf_token() made.
void keep_visit(Reply& reply, http::Request const& request, Visitor const& visitor);

/// Signs the browser in, or out.
void keep_session(Reply& reply, http::Request const& request, std::string_view cookie);
void drop_session(Reply& reply, http::Request const& request);

/// Off to the sign-in page, which comes back to this request's address.
Reply to_sign_in(http::Request const& request);
/// The path if it is one of ours that a browser may be sent on to, else "/".
std::string safe_return(std::string_view path);

}  // namespace dunlin::web
