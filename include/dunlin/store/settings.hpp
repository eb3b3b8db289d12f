#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::store {

/// Who may sign up. The words are stored, and are Mastodon's own.
enum class Registrations { open, approved, none };

/// "open", "approved", "none".
std::string_view to_text(Registrations);

/// What an admin changes while the server runs. Each is a row of `settings` under Mastodon's name for it; one
/// that has no row has the value written here.
struct Settings {
  Registrations registrations = Registrations::open;                 // registrations_mode
  bool registrations_need_reason = false;                            // require_invite_text
  std::string closed_message;                                        // closed_registrations_message
  std::string title = "Dunlin";                                      // site_title
  std::string short_description = "A small place in the fediverse";  // site_short_description
  std::string extended_description;                                  // site_extended_description
  std::string terms;                                                 // site_terms: the privacy policy
  std::string contact_username;                                      // site_contact_username: local, no "@"
  std::string contact_email;                                         // site_contact_email
  std::string show_domain_blocks = "disabled";                       // show_domain_blocks: disabled, users, all
  std::string show_domain_blocks_rationale = "disabled";             // their comments, to the same
  bool trends = true;                                                // trends: hashtags, posts and links that many use
  bool trendable_by_default = false;                                 // trendable_by_default: without a review
};

namespace settings {

/// All of them, in one query. A row of the wrong type counts as missing.
Settings read(db::Tx& tx);

/// When one was last written; nothing while it has no row.
std::optional<Timestamp> changed_at(db::Tx& tx, std::string_view name);

/// Change one, and announce it as store::change::instance.
void set(db::Tx& tx, std::string_view name, std::string_view text);
void set_flag(db::Tx& tx, std::string_view name, bool yes);
void set_registrations(db::Tx& tx, Registrations mode);

}  // namespace settings
}  // namespace dunlin::store
