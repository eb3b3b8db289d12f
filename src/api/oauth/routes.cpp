#include "dunlin/api/oauth/routes.hpp"

#include "dunlin/access/refusals.hpp"
#include "wire.hpp"

namespace dunlin::api::oauth {

namespace {

/// What could not be read is an invalid request in the words of RFC 6749; all else as in the rest of the API.
Reply refuse(http::Request const& request, Refusal const& refusal) {
  auto const status = access::status_of(refusal.kind);
  using enum Refusal::Kind;
  auto const unreadable = refusal.kind == bad_request || refusal.kind == too_large || refusal.kind == unsupported_media;
  if (unreadable) return error(status, "invalid_request", refusal.what());
  return access::refuse_as_json(request, refusal);
}

}  // namespace

void add_routes(access::Routes& on) {
  on.refuse_with(access::refuse_as_json);
  add_applications(on);
  add_sign_up(on);
  on.refuse_with(refuse);
  add_tokens(on);
  add_token_facts(on);
  add_userinfo(on);
}

}  // namespace dunlin::api::oauth
