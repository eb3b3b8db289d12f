#pragma once
#include <optional>
#include <string_view>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/visibility.hpp"

namespace dunlin {

/// What became of a quote. The numbers are stored, and are Mastodon's own.
enum class QuoteState { pending = 0, accepted = 1, rejected = 2, revoked = 3, deleted = 4 };

/// That a status quotes another.
struct Quote {
  StatusId of;       // none when it is not here
  AccountId author;  // of what is quoted
  QuoteState state = QuoteState::pending;
};

/// Who may quote a status, besides its author: groups of people, each a bit.
struct QuotePolicy {
  static constexpr int unsupported = 1;  // a group that other servers know and we do not
  static constexpr int anybody = 2;
  static constexpr int followers = 4;  // of the author
  static constexpr int following = 8;  // whom the author follows

  int automatic = 0;  // need not ask
  int manual = 0;     // may ask

  constexpr int number() const { return automatic << 16 | manual; }
  static constexpr QuotePolicy from_number(int n) { return {n >> 16, n & 0xFFFF}; }
  friend bool operator==(QuotePolicy, QuotePolicy) = default;
};

/// "public", "followers" and "nobody", as people choose.
std::optional<QuotePolicy> quote_policy_from(std::string_view word);

/// Where somebody stands towards an author whom they would quote.
struct QuoteFooting {
  AccountId viewer;          // none for anonymous
  bool follows = false;      // the viewer follows the author
  bool followed_by = false;  // the author follows the viewer
};
enum class QuoteApproval { automatic, manual, denied, unknown };
/// "automatic", "manual", "denied", "unknown".
std::string_view to_text(QuoteApproval);

/// What comes of quoting a status (no boost) that is seen. Authors may always quote themselves, but never what is
/// direct; what is for followers nobody else may.
QuoteApproval approval(AccountId author, Visibility visibility, QuotePolicy policy, QuoteFooting const& footing);
/// Whether that depends on who follows whom.
bool approval_needs_footing(AccountId author, Visibility visibility, QuotePolicy policy, AccountId viewer);

}  // namespace dunlin
