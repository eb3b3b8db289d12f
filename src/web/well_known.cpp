// Addresses under /.well-known that lead browsers to a page of ours.
#include "dunlin/platform/http/url.hpp"
#include "pages.hpp"

namespace dunlin::web {

namespace {

constexpr std::size_t longest_uri = 2000;

/// Password managers look here for the page that changes a password.
Reply change_password(Call const&, db::Tx&) {
  return redirect("/auth/edit");
}

/// Browsers hand web+ap: links over here.
Reply proxy(Call const& call, db::Tx&) {
  auto const uri = call.params.text("uri");
  if (!uri || uri->empty() || uri->size() > longest_uri)
    throw Refusal{Refusal::Kind::bad_request, "Missing parameter: uri"};
  return redirect("/authorize_interaction?uri=" + http::percent_encode(*uri));
}

}  // namespace

void add_well_known(access::Routes& on) {
  on.get("/.well-known/change-password", change_password, {.who = access::Who::nobody});
  on.get("/.well-known/proxy", proxy, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
