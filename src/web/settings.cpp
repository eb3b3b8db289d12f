// What the web client remembers for whoever is signed in: columns, looks. Its own business; we hold it.

#include "dunlin/access/refusals.hpp"
#include "dunlin/base/json.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/store/web_settings.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

constexpr std::size_t most_bytes = 256 * 1024;

Reply update(Call const& call, db::Tx& tx) {
  auto const visitor = with_user(call, tx);
  if (!visitor.user) throw Refusal{Refusal::Kind::unauthenticated, "This method requires an authenticated user"};
  if (!is_own_form(call)) throw Refusal{Refusal::Kind::invalid, "Can't verify CSRF token authenticity."};
  auto const body = parse_json(call.request.body);
  if (!body.is_object() || !body.contains("data") || !body["data"].is_object()) throw invalid("Data must be an object");
  store::web_settings::put(tx, visitor.user->id, to_text(body["data"]), call.app.clock.now());
  return access::json("{}");
}

}  // namespace

void add_settings(access::Routes& on) {
  access::Rules const by_session{.who = access::Who::nobody, .most_bytes = most_bytes};
  on.refuse_with(access::refuse_as_json);
  on.put("/api/web/settings", update, by_session);
  on.patch("/api/web/settings", update, by_session);
}

}  // namespace dunlin::web
