#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/featured_tags.hpp"

namespace dunlin::actions {

inline constexpr std::size_t most_note_about_account = 2000;  // characters
inline constexpr std::int64_t most_featured_tags = 10;

/// Shows somebody whom one follows on one's own profile; refuses (invalid) anybody else. Repeating changes nothing.
void endorse(App&, db::Tx&, AccountId who, AccountId target);
void unendorse(App&, db::Tx&, AccountId who, AccountId target);

/// Writes down something about somebody, for oneself; empty text takes it away.
void note(App&, db::Tx&, AccountId who, AccountId target, std::string comment);

/// Shows a hashtag, as typed, on one's own profile; returns it. Refuses what is none, and more than most_featured_tags.
TagId feature_tag(App&, db::Tx&, AccountId who, std::string const& typed);
/// False when it was not featured.
bool unfeature_tag(db::Tx&, AccountId who, TagId tag);
bool unfeature_tag(db::Tx&, AccountId who, store::featured_tags::FeaturedTagId id);

/// Never suggests this account again.
void dismiss_suggestion(App&, db::Tx&, AccountId who, AccountId target);

}  // namespace dunlin::actions
