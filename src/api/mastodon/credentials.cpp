// One's own account: shown and changed.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/profile.hpp"
#include "dunlin/store/preferences.hpp"
#include "entities/credential_account.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

std::optional<Reply> verify_from_memory(Call const& call) {
  auto const piece = entities::credential_account_from_memory(call.app, call.viewer());
  if (!piece) return std::nullopt;
  return access::json(*piece);
}

Reply verify(Call const& call, Tx& tx) {
  return access::json(*entities::credential_account(call.app, tx, call.viewer()));
}

void refuse_files(http::Params const& params) {
  for (auto const* name : {"avatar", "header"})
    if (params[name].file())
      throw Refusal{
          Refusal::Kind::invalid,
          std::string("Validation failed: ") + name + " cannot be set: this server does not keep pictures yet",
          {{name, "ERR_INVALID", "cannot be set: this server does not keep pictures yet"}}};
}

std::vector<actions::ProfileChange::Field> read_fields(http::Params const& params) {
  std::vector<actions::ProfileChange::Field> fields;
  for (auto const* item : params.items("fields_attributes"))
    fields.push_back({item->text("name").value_or(""), item->text("value").value_or("")});
  return fields;
}

/// Text that is there; null empties it.
std::optional<std::string> text_of(http::Params const& params, std::string_view name) {
  if (!params.has(name)) return std::nullopt;
  return params.text(name).value_or("");
}

actions::ProfileChange read_change(http::Params const& params) {
  refuse_files(params);
  actions::ProfileChange change{.display_name = text_of(params, "display_name"),
                                .note = text_of(params, "note"),
                                .avatar_description = text_of(params, "avatar_description"),
                                .header_description = text_of(params, "header_description"),
                                .locked = params.flag("locked"),
                                .bot = params.flag("bot"),
                                .discoverable = params.flag("discoverable"),
                                .indexable = params.flag("indexable"),
                                .hide_collections = params.flag("hide_collections")};
  if (params.has("fields_attributes")) change.fields = read_fields(params);
  if (params.has("attribution_domains")) {
    change.attribution_domains = params.texts("attribution_domains");
    std::erase(*change.attribution_domains, "");
  }
  auto const& source = params["source"];
  if (auto const privacy = source.text("privacy"); privacy && !privacy->empty()) {
    // What is no visibility goes on as one that nobody may ask for, to be refused with all else that is wrong.
    change.default_visibility = visibility_from(*privacy).value_or(Visibility::limited);
  }
  change.default_sensitive = source.flag("sensitive");
  change.default_language = text_of(source, "language");
  if (auto policy = source.text("quote_policy"); policy && !policy->empty()) change.quote_policy = *std::move(policy);
  return change;
}

/// As the transaction left it, which no cache can know yet.
Reply own(Call const& call, Tx& tx, Account const& account) {
  auto const preferences = store::preferences::find(tx, account.id);
  if (!preferences) throw not_found();
  return access::json(entities::render_credential_account(call.app, account, *preferences));
}

Reply update(Call const& call, Tx& tx) {
  return own(call, tx, actions::update_profile(call.app, tx, call.viewer(), read_change(call.params)));
}

Reply remove_avatar(Call const& call, Tx& tx) {
  return own(call, tx, actions::remove_avatar(call.app, tx, call.viewer()));
}

Reply remove_header(Call const& call, Tx& tx) {
  return own(call, tx, actions::remove_header(call.app, tx, call.viewer()));
}

}  // namespace

void add_credentials(access::Routes& on) {
  on.get("/api/v1/accounts/verify_credentials", verify,
         {.needs = "profile,read:accounts", .from_memory = verify_from_memory});
  on.patch("/api/v1/accounts/update_credentials", update, {.needs = "write:accounts"});
  on.del("/api/v1/profile/avatar", remove_avatar, {.needs = "write:accounts"});
  on.del("/api/v1/profile/header", remove_header, {.needs = "write:accounts"});
}

}  // namespace dunlin::api::mastodon
