#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/safe_html.hpp"

namespace dunlin {

/// The numbers are stored.
enum class ActorKind { person = 0, service = 1, group = 2, application = 3, organization = 4 };
enum class SuspensionOrigin { local = 0, remote = 1 };

struct ProfileField {
  std::string name;
  SafeHtml value;      // as shown
  std::string source;  // as typed; local accounts only
  std::optional<Timestamp> verified_at;
};

struct Emoji {
  std::string shortcode;
  std::string url;
};

/// What a role shows on a profile; the numbers of roles are small, and those of Mastodon.
struct RoleBadge {
  std::int64_t id = 0;
  std::string name;
  std::string color;
};

/// A profile, local or remote. What only a local login has is in User.
struct Account {
  AccountId id;
  std::string username;
  std::string domain;  // ASCII, lower-case; empty for local accounts
  std::string uri;     // the actor id, verbatim
  std::string url;     // the profile page; never empty once stored
  ActorKind kind = ActorKind::person;
  std::string display_name;
  SafeHtml note;
  std::string note_source;  // as typed; local accounts only
  std::vector<ProfileField> fields;
  std::vector<Emoji> emojis;
  std::string avatar_url;  // remote address or our own; empty for the default picture
  std::string avatar_description;
  std::string header_url;
  std::string header_description;
  bool locked = false;
  bool discoverable = false;
  bool indexable = false;
  bool hide_collections = false;
  bool memorial = false;
  bool show_media = true, show_media_replies = true, show_featured = true;  // parts of the profile page
  Timestamp created_at;

  std::string inbox_url, shared_inbox_url, outbox_url, followers_url, following_url, featured_url;
  std::vector<std::string> also_known_as;
  std::vector<std::string> attribution_domains;
  AccountId moved_to;
  std::optional<Timestamp> suspended_at;
  SuspensionOrigin suspension_origin = SuspensionOrigin::local;
  std::optional<Timestamp> silenced_at;
  std::optional<Timestamp> fetched_at;  // remote: when last read from its own server

  std::int64_t statuses_count = 0, followers_count = 0, following_count = 0;
  std::optional<Timestamp> last_status_at;

  // Of the login behind a local account; read, never written with it.
  bool awaited = false;            // not confirmed or not approved yet: nobody else sees the account
  bool noindex = false;            // asks search engines to stay away
  std::optional<RoleBadge> badge;  // a role that wants to be seen

  bool is_local() const { return domain.empty(); }
  bool is_suspended() const { return suspended_at.has_value(); }
  /// "name" for local accounts, "name@domain" for others.
  std::string acct() const { return is_local() ? username : username + "@" + domain; }
};

}  // namespace dunlin
