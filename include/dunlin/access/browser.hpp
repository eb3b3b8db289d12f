#pragma once
#include <string>
#include <string_view>

#include "dunlin/access/call.hpp"

/// The browser behind a request, known by its cookies.
namespace dunlin::access {

/// The cookie of a browser that is signed in.
inline constexpr std::string_view session_cookie = "dunlin_session";
/// The cookie of a browser that is not, so that its forms are its own too.
inline constexpr std::string_view visit_cookie = "dunlin_visit";

/// The cookie's text; empty without one, or with one that is too long to be ours.
std::string cookie_of(http::Request const& request, std::string_view name);

/// The anti-forgery token of the forms of the browser with this cookie.
std::string form_token(App& app, std::string_view cookie);
/// Whether the form, or the X-CSRF-Token header, carries this browser's token.
bool is_own_form(Call const& call);

}  // namespace dunlin::access
