#include "visitor.hpp"

#include <algorithm>

#include "dunlin/actions/sign_in.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::web {

namespace {

using access::cookie_of;
using access::session_cookie;
using access::visit_cookie;

constexpr std::size_t longest_return = 8000;
constexpr char const* session_age = "31536000";  // seconds; the store ends it earlier when it is not used

/// Lax: sent when a link leads here from an application, not with another site's forms.
void put_cookie(Reply& reply, http::Request const& request, std::string_view name, std::string_view value,
                std::string_view age) {
  std::string cookie(name);
  cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax");
  if (!age.empty()) cookie.append("; Max-Age=").append(age);
  if (request.scheme == "https") cookie += "; Secure";
  reply.with("Set-Cookie", std::move(cookie));
}

}  // namespace

Visitor visitor_of(http::Request const& request) {
  return {.session = cookie_of(request, session_cookie), .visit = cookie_of(request, visit_cookie), .user = {}};
}

Visitor with_user(Call const& call, db::Tx& tx) {
  auto visitor = visitor_of(call.request);
  if (auto found = actions::find_session(call.app, tx, visitor.session)) visitor.user = std::move(found->user);
  return visitor;
}

std::string csrf_token(App& app, Visitor& visitor) {
  if (visitor.user) return access::form_token(app, visitor.session);
  if (visitor.visit.empty()) visitor.visit = crypto::random_token(18);
  return access::form_token(app, visitor.visit);
}

void keep_visit(Reply& reply, http::Request const& request, Visitor const& visitor) {
  if (!visitor.visit.empty() && cookie_of(request, visit_cookie) != visitor.visit)
    put_cookie(reply, request, visit_cookie, visitor.visit, {});
}

void keep_session(Reply& reply, http::Request const& request, std::string_view cookie) {
  put_cookie(reply, request, session_cookie, cookie, session_age);
}

void drop_session(Reply& reply, http::Request const& request) {
  put_cookie(reply, request, session_cookie, "", "0");
}

Reply to_sign_in(http::Request const& request) {
  auto const back = request.method == "GET" ? safe_return(request.target) : std::string("/");
  return redirect("/auth/sign_in?return_to=" + http::percent_encode(back));
}

std::string safe_return(std::string_view path) {
  auto const plain = std::ranges::all_of(path, [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
  if (!plain || path.size() > longest_return || !path.starts_with('/') || path.starts_with("//")) return "/";
  return std::string(path);
}

}  // namespace dunlin::web
