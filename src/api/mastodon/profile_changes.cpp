#include "profile_changes.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dunlin::api::mastodon {
namespace {

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

std::vector<std::string> list_of(http::Params const& params, std::string_view name) {
  auto texts = params.texts(name);
  std::erase(texts, "");
  return texts;
}

void read_defaults(http::Params const& source, actions::ProfileChange& change) {
  if (auto const privacy = source.text("privacy"); privacy && !privacy->empty()) {
    // What is no visibility goes on as one that nobody may ask for, to be refused with all else that is wrong.
    change.default_visibility = visibility_from(*privacy).value_or(Visibility::limited);
  }
  change.default_sensitive = source.flag("sensitive");
  change.default_language = text_of(source, "language");
  if (auto policy = source.text("quote_policy"); policy && !policy->empty()) change.quote_policy = *std::move(policy);
}

std::optional<std::string_view> bytes_of(http::Params const& params, std::string_view name) {
  auto const* const file = params[name].file();
  return file ? std::optional(file->bytes) : std::nullopt;
}

}  // namespace

awaitable<actions::ProfileChange> read_profile_change(App& app, http::Params const& params) {
  actions::ProfileChange change{.display_name = text_of(params, "display_name"),
                                .note = text_of(params, "note"),
                                .avatar_description = text_of(params, "avatar_description"),
                                .header_description = text_of(params, "header_description"),
                                .locked = params.flag("locked"),
                                .bot = params.flag("bot"),
                                .discoverable = params.flag("discoverable"),
                                .indexable = params.flag("indexable"),
                                .hide_collections = params.flag("hide_collections"),
                                .show_media = params.flag("show_media"),
                                .show_media_replies = params.flag("show_media_replies"),
                                .show_featured = params.flag("show_featured")};
  if (params.has("fields_attributes")) change.fields = read_fields(params);
  if (params.has("attribution_domains")) change.attribution_domains = list_of(params, "attribution_domains");
  read_defaults(params["source"], change);
  co_return co_await actions::keep_pictures(
      app, std::move(change), {.avatar = bytes_of(params, "avatar"), .header = bytes_of(params, "header")});
}

}  // namespace dunlin::api::mastodon
