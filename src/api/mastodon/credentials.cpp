// One's own account: shown and changed.
#include <optional>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/aliases.hpp"
#include "dunlin/actions/moves.hpp"
#include "dunlin/actions/profile.hpp"
#include "dunlin/actions/sign_in.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/featured_tags.hpp"
#include "dunlin/store/kept_files.hpp"
#include "dunlin/store/preferences.hpp"
#include "entities/credential_account.hpp"
#include "entities/profile.hpp"
#include "profile_changes.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_form_bytes = 18 * 1024 * 1024;  // two pictures and some words

std::optional<Reply> verify_from_memory(Call const& call) {
  auto const piece = entities::credential_account_from_memory(call.app, call.viewer());
  if (!piece) return std::nullopt;
  return access::json(*piece);
}

Reply verify(Call const& call, Tx& tx) {
  return access::json(*entities::credential_account(call.app, tx, call.viewer()));
}

/// As the transaction left it, which no cache can know yet.
Reply credentials(Call const& call, Tx& tx, Account const& account) {
  auto const preferences = store::preferences::find(tx, account.id);
  if (!preferences) throw not_found();
  return access::json(entities::render_credential_account(call.app, account, *preferences));
}

Reply profile(Call const& call, Tx& tx, Account const& account) {
  return access::json(entities::render_profile(call.app, account, store::featured_tags::by_account(tx, account.id),
                                               store::kept_files::bytes_of(tx, account.id)));
}

template <Reply answer(Call const&, Tx&, Account const&)>
awaitable<Reply> update(Call const& call) {
  auto const change = co_await read_profile_change(call.app, call.params);
  co_return co_await call.app.db.transact(
      [&](Tx& tx) { return answer(call, tx, actions::update_profile(call.app, tx, call.viewer(), change)); });
}

/// As GoToSocial has it: Mastodon lets people name their other accounts only on its pages.
awaitable<Reply> set_aliases(Call const& call) {
  auto names = call.params.texts("also_known_as_uris");
  std::erase(names, "");
  auto const account = co_await actions::set_aliases(call.app, call.viewer(), std::move(names));
  co_return co_await call.app.db.read([&](Tx& tx) { return credentials(call, tx, account); });
}

/// Where somebody goes is no app's business alone: whoever moves must be at the keyboard.
awaitable<void> check_own_password(Call const& call) {
  auto const username = co_await call.app.db.read([&](Tx& tx) {
    auto const account = store::accounts::find(tx, call.viewer());
    return account ? account->username : std::string();
  });
  auto const user = co_await actions::check_password(call.app, username,
                                                     Secret(std::string(call.params.text("password").value_or(""))));
  if (!user) throw invalid("Password is not correct");
}

/// As GoToSocial has it; an empty address takes a move back.
awaitable<Reply> move(Call const& call) {
  co_await check_own_password(call);
  auto const target = std::string(call.params.text("moved_to_uri").value_or(""));
  if (target.empty()) {
    co_await call.app.db.transact([&](Tx& tx) { actions::stay(call.app, tx, call.viewer()); });
  } else {
    co_await actions::move(call.app, call.viewer(), target);
  }
  auto reply = access::json("{}");
  reply.status = 202;
  co_return reply;
}

Reply show_profile(Call const& call, Tx& tx) {
  auto const account = store::accounts::find(tx, call.viewer());
  if (!account) throw not_found();
  return profile(call, tx, *account);
}

Reply remove_avatar(Call const& call, Tx& tx) {
  return credentials(call, tx, actions::remove_avatar(call.app, tx, call.viewer()));
}

Reply remove_header(Call const& call, Tx& tx) {
  return credentials(call, tx, actions::remove_header(call.app, tx, call.viewer()));
}

}  // namespace

void add_credentials(access::Routes& on) {
  access::Rules const changes{.needs = "write:accounts", .most_bytes = most_form_bytes};
  on.get("/api/v1/accounts/verify_credentials", verify,
         {.needs = "profile,read:accounts", .from_memory = verify_from_memory});
  on.patch("/api/v1/accounts/update_credentials", update<credentials>, changes);
  on.post("/api/v1/accounts/alias", set_aliases, {.needs = "write:accounts"});
  on.post("/api/v1/accounts/move", move, {.needs = "write:accounts"});
  on.get("/api/v1/profile", show_profile, {.needs = "profile,read:accounts"});
  on.put("/api/v1/profile", update<profile>, changes);
  on.patch("/api/v1/profile", update<profile>, changes);
  on.del("/api/v1/profile/avatar", remove_avatar, {.needs = "write:accounts"});
  on.del("/api/v1/profile/header", remove_header, {.needs = "write:accounts"});
}

}  // namespace dunlin::api::mastodon
