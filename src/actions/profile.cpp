#include "dunlin/actions/profile.hpp"
#include "dunlin/base/ascii.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/verify_links.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/federation/send.hpp"
#include "dunlin/media/picture.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/preferences.hpp"
#include "faults.hpp"

namespace dunlin::actions {
namespace {

void drop_empty_fields(std::vector<ProfileChange::Field>& fields) {
  std::erase_if(fields, [](auto const& field) { return field.name.empty() && field.value.empty(); });
}

void check_fields(std::vector<ProfileChange::Field> const& fields, Faults& faults) {
  if (fields.size() > most_profile_fields)
    faults.add("fields", "Profile fields", "ERR_TOO_MANY",
               fmt::format("are too many (maximum is {})", most_profile_fields));
  for (auto const& field : fields) {
    if (field.name.empty())
      faults.add("fields", "Profile fields", "ERR_INVALID", "with values cannot have empty labels");
    if (count_graphemes(field.name) > most_field_characters || count_graphemes(field.value) > most_field_characters)
      faults.add("fields", "Profile fields", "ERR_TOO_LONG",
                 fmt::format("are too long (maximum is {} characters)", most_field_characters));
  }
}

/// "de", "pt-BR", "zh-Hant-TW": letters and digits between hyphens, a language first.
bool is_language(std::string_view text) {
  auto const primary = text.substr(0, text.find('-'));
  auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return primary.size() >= 2 && primary.size() <= 3 && text.size() <= 35 && std::ranges::all_of(primary, is_letter) &&
         std::ranges::all_of(text, [&](char c) { return is_letter(c) || c == '-' || (c >= '0' && c <= '9'); });
}

void check(ProfileChange const& change, Faults& faults) {
  if (change.display_name)
    faults.too_long("display_name", "Display name", count_graphemes(*change.display_name),
                    most_display_name_characters);
  if (change.note) faults.too_long("note", "Bio", count_characters(*change.note), most_note_characters);
  if (change.avatar_description)
    faults.too_long("avatar_description", "Avatar description", count_graphemes(*change.avatar_description),
                    most_picture_description_characters);
  if (change.header_description)
    faults.too_long("header_description", "Header description", count_graphemes(*change.header_description),
                    most_picture_description_characters);
  if (change.fields) check_fields(*change.fields, faults);
  if (change.attribution_domains && change.attribution_domains->size() > most_attribution_domains)
    faults.add("attribution_domains", "Attribution domains", "ERR_TOO_MANY",
               fmt::format("are too many (maximum is {})", most_attribution_domains));
  if (change.default_visibility == Visibility::limited)
    faults.add("source[privacy]", "Posting privacy", "ERR_INCLUSION", "is not included in the list");
  if (change.default_language && !change.default_language->empty() && !is_language(*change.default_language))
    faults.add("source[language]", "Posting language", "ERR_INVALID", "is invalid");
  static constexpr std::array<std::string_view, 3> policies{"public", "followers", "nobody"};
  if (change.quote_policy && std::ranges::find(policies, *change.quote_policy) == policies.end())
    faults.add("source[quote_policy]", "Quote policy", "ERR_INCLUSION", "is not included in the list");
}

/// Rules for the bio and the fields of one profile: whom they mention is asked for in one query.
class ProfileText {
 public:
  ProfileText(App& app, db::Tx& tx, std::string const& all_text) : base_url_(app.config.base_url()) {
    auto const local_suffix = "@" + app.config.local_domain;
    std::vector<std::string> handles;
    for (auto handle : mentioned_handles(all_text)) {
      if (handle.ends_with(local_suffix)) handle.resize(handle.size() - local_suffix.size());
      handles.push_back(std::move(handle));
    }
    local_suffix_ = local_suffix;
    for (auto const& account : store::accounts::by_handles(tx, handles))
      known_.emplace(ascii_lower(account.acct()), MentionLink{account.username, account.acct(), account.url});
  }

  SafeHtml format(std::string_view text, bool is_field) const {
    FormatRules rules;
    rules.base_url = base_url_;
    rules.profile_field = is_field;
    rules.resolve = [this](std::string const& handle) -> std::optional<MentionLink> {
      auto name = handle;
      if (name.ends_with(local_suffix_)) name.resize(name.size() - local_suffix_.size());
      auto const at = known_.find(name);
      if (at == known_.end()) return std::nullopt;
      return at->second;
    };
    return dunlin::format(text, rules);
  }

 private:
  std::string base_url_, local_suffix_;
  std::unordered_map<std::string, MentionLink> known_;
};

std::vector<ProfileField> formatted(std::vector<ProfileChange::Field> typed, std::vector<ProfileField> const& before,
                                    ProfileText const& text) {
  std::vector<ProfileField> fields;
  for (auto& field : typed) {
    auto const same = std::ranges::find_if(
        before, [&](auto const& old) { return old.name == field.name && old.source == field.value; });
    ProfileField made{.name = std::move(field.name), .value = text.format(field.value, true)};
    made.source = std::move(field.value);
    // A link stays verified as long as nobody touches it.
    if (same != before.end()) made.verified_at = same->verified_at;
    fields.push_back(std::move(made));
  }
  return fields;
}

void apply_text(App& app, db::Tx& tx, Account& account, ProfileChange& change) {
  std::string all_text = change.note.value_or("");
  if (change.fields)
    for (auto const& field : *change.fields) all_text += "\n" + field.value;
  ProfileText const text(app, tx, all_text);
  if (change.note) {
    account.note = text.format(*change.note, false);
    account.note_source = *std::move(change.note);
  }
  if (change.fields) account.fields = formatted(*std::move(change.fields), account.fields, text);
}

void apply(Account& account, ProfileChange& change) {
  auto const put = [](auto& to, auto& from) {
    if (from) to = *std::move(from);
  };
  put(account.display_name, change.display_name);
  put(account.avatar_description, change.avatar_description);
  put(account.header_description, change.header_description);
  put(account.locked, change.locked);
  put(account.discoverable, change.discoverable);
  put(account.indexable, change.indexable);
  put(account.hide_collections, change.hide_collections);
  put(account.show_media, change.show_media);
  put(account.show_media_replies, change.show_media_replies);
  put(account.show_featured, change.show_featured);
  put(account.attribution_domains, change.attribution_domains);
  if (change.bot) account.kind = *change.bot ? ActorKind::service : ActorKind::person;
}

std::vector<Emoji> emojis_of(App& app, db::Tx& tx, Account const& account) {
  std::string all_text = account.display_name + "\n" + account.note_source;
  for (auto const& field : account.fields) all_text += "\n" + field.name + "\n" + field.source;
  return emojis_in(app, tx, all_text);
}

void drop_file(db::Tx& tx, std::string file) {
  if (!file.empty()) jobs::enqueue(tx, RemoveFiles{{std::move(file)}});
}

void apply_pictures(db::Tx& tx, Account& account, ProfileChange const& change) {
  if (change.avatar) {
    account.avatar_url = change.avatar->url;
    settle_files(tx, {change.avatar->file});
    drop_file(tx, store::accounts::replace_avatar_file(tx, account.id, change.avatar->file));
  }
  if (change.header) {
    account.header_url = change.header->url;
    settle_files(tx, {change.header->file});
    drop_file(tx, store::accounts::replace_header_file(tx, account.id, change.header->file));
  }
}

void update_defaults(db::Tx& tx, AccountId who, ProfileChange& change) {
  if (!change.default_visibility && !change.default_sensitive && !change.default_language && !change.quote_policy)
    return;
  auto preferences = store::preferences::find(tx, who);
  if (!preferences) throw not_found();
  if (change.default_visibility) preferences->default_visibility = *change.default_visibility;
  if (change.default_sensitive) preferences->default_sensitive = *change.default_sensitive;
  if (change.default_language) preferences->default_language = *std::move(change.default_language);
  if (change.quote_policy) preferences->quote_policy = *std::move(change.quote_policy);
  store::preferences::update(tx, who, *preferences);
}

Account load_own(db::Tx& tx, AccountId who) {
  auto account = store::accounts::lock(tx, who);
  if (!account || !account->is_local()) throw not_found();
  return *std::move(account);
}

Account save(App& app, db::Tx& tx, Account account) {
  store::accounts::update(tx, account);
  federation::send_profile(app, tx, account.id);
  return account;
}

struct PictureField {
  std::string_view name, label;
};

/// What kind of picture it is; nothing, and a fault, when it cannot be one.
std::optional<media::Type> check_picture(std::string_view field, std::string_view label, std::string_view bytes,
                                         Faults& faults) {
  auto const type = media::sniff(bytes);
  if (bytes.size() > media::most_picture_bytes) {
    faults.add(field, label, "ERR_TOO_LARGE",
               fmt::format("file size must be less than {} MB", media::most_picture_bytes / (1024 * 1024)));
  } else if (!type || type->kind != MediaKind::image) {
    faults.add(field, label, "ERR_INVALID", "content type is invalid");
  } else if (std::int64_t{type->width} * type->height > media::most_image_pixels) {
    faults.add(field, label, "ERR_INVALID", "has too many pixels");
  } else {
    return type;
  }
  return std::nullopt;
}

using Draw = media::Drawn (*)(std::string_view, media::Type const&);

/// Drawn anew on the cpu pool; nothing, and a fault, when it is broken.
awaitable<std::optional<media::Drawn>> draw(App& app, PictureField field, std::string_view bytes, Draw draw_it,
                                            Faults& faults) {
  auto const type = check_picture(field.name, field.label, bytes, faults);
  if (!type) co_return std::nullopt;
  try {
    co_return co_await app.cpu.run_patiently([&] { return draw_it(bytes, *type); });
  } catch (media::PictureTooLarge const&) {
    faults.add(field.name, field.label, "ERR_INVALID", "has too many pixels");
  } catch (media::BrokenPicture const&) {
    faults.add(field.name, field.label, "ERR_INVALID", "cannot be read");
  }
  co_return std::nullopt;
}

awaitable<ProfileChange::Picture> keep(App& app, std::string_view folder, media::Drawn const& picture) {
  auto const key = co_await keep_bytes(app, folder, picture.extension, picture.bytes);
  co_return ProfileChange::Picture{app.storage.url(key), key};
}

}  // namespace

awaitable<ProfileChange> keep_pictures(App& app, ProfileChange change, PictureFiles files) {
  if (change.fields) drop_empty_fields(*change.fields);
  Faults faults;
  check(change, faults);
  std::optional<media::Drawn> avatar, header;
  if (files.avatar) avatar = co_await draw(app, {"avatar", "Avatar"}, *files.avatar, media::draw_avatar, faults);
  if (files.header) header = co_await draw(app, {"header", "Header"}, *files.header, media::draw_header, faults);
  faults.throw_if_any();
  if (avatar) change.avatar = co_await keep(app, "accounts/avatars", *avatar);
  if (header) change.header = co_await keep(app, "accounts/headers", *header);
  co_return change;
}

Account update_profile(App& app, db::Tx& tx, AccountId who, ProfileChange change) {
  if (change.fields) drop_empty_fields(*change.fields);
  Faults faults;
  check(change, faults);
  faults.throw_if_any();

  auto account = load_own(tx, who);
  bool const unlocked = account.locked && change.locked == false;
  bool const reworded = change.display_name || change.note || change.fields;
  bool const opened = !account.indexable && change.indexable == true;
  update_defaults(tx, who, change);
  apply_text(app, tx, account, change);
  apply(account, change);
  if (reworded) account.emojis = emojis_of(app, tx, account);
  apply_pictures(tx, account, change);
  if (unlocked) jobs::enqueue(tx, AdmitAll{who});
  if (opened) jobs::enqueue(tx, IndexStatuses::all_of(who));
  begin_verification(tx, account);
  return save(app, tx, std::move(account));
}

Account remove_avatar(App& app, db::Tx& tx, AccountId who) {
  auto account = load_own(tx, who);
  account.avatar_url.clear();
  drop_file(tx, store::accounts::replace_avatar_file(tx, who, ""));
  account.avatar_description.clear();
  return save(app, tx, std::move(account));
}

Account remove_header(App& app, db::Tx& tx, AccountId who) {
  auto account = load_own(tx, who);
  account.header_url.clear();
  drop_file(tx, store::accounts::replace_header_file(tx, who, ""));
  account.header_description.clear();
  return save(app, tx, std::move(account));
}

}  // namespace dunlin::actions
