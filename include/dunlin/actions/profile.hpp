#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/visibility.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::actions {

// Limits of a profile, shown to clients by the instance document.
inline constexpr std::size_t most_display_name_characters = 30;
inline constexpr std::size_t most_note_characters = 500;
inline constexpr std::size_t most_profile_fields = 4;
inline constexpr std::size_t most_field_characters = 255;  // of a name, and of a value
inline constexpr std::size_t most_picture_description_characters = 150;
inline constexpr std::size_t most_attribution_domains = 100;

/// What somebody changes of their own profile and of the defaults of their posts; what is absent stays.
struct ProfileChange {
  std::optional<std::string> display_name, note;
  std::optional<std::string> avatar_description, header_description;
  std::optional<bool> locked, bot, discoverable, indexable, hide_collections;
  std::optional<bool> show_media, show_media_replies, show_featured;
  /// A picture that keep_pictures() has put where it is served from.
  struct Picture {
    std::string url, file;
  };
  std::optional<Picture> avatar, header;
  struct Field {
    std::string name, value;
  };
  std::optional<std::vector<Field>> fields;  // all of them, in order
  std::optional<std::vector<std::string>> attribution_domains;
  std::optional<Visibility> default_visibility;
  std::optional<bool> default_sensitive;
  std::optional<std::string> default_language;  // empty for that of the interface
  std::optional<std::string> quote_policy;      // public, followers, nobody
};

/// Files of new pictures, as they came.
struct PictureFiles {
  std::optional<std::string_view> avatar, header;
};
/// The change with its pictures, which are kept by now; refuses (invalid, with details) all that is wrong with the
/// change, or with a picture, before anything is kept.
awaitable<ProfileChange> keep_pictures(App&, ProfileChange change, PictureFiles files);

/// Changes the profile of a local account and tells other servers. Refuses (invalid, with details) what is beyond
/// a limit, and then changes nothing. Unlocking lets everybody in who waits. Returns the account as it is now.
Account update_profile(App&, db::Tx&, AccountId who, ProfileChange change);

/// Takes a picture off, back to the server's own.
Account remove_avatar(App&, db::Tx&, AccountId who);
Account remove_header(App&, db::Tx&, AccountId who);

}  // namespace dunlin::actions
