#include "dunlin/actions/endorsements.hpp"

#include <fmt/core.h>

#include <array>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/discovery.hpp"
#include "dunlin/store/endorsements.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/tags.hpp"

namespace dunlin::actions {
namespace {

void require(db::Tx& tx, AccountId account) {
  if (!store::accounts::find(tx, account)) throw not_found();
}

}  // namespace

void endorse(App& app, db::Tx& tx, AccountId who, AccountId target) {
  require(tx, target);
  if (!store::relations::find_follow(tx, who, target))
    throw invalid("You must be already following the person you want to endorse");
  store::endorsements::insert(tx, who, target, app.clock.now());
}

void unendorse(App&, db::Tx& tx, AccountId who, AccountId target) {
  require(tx, target);
  store::endorsements::remove(tx, who, target);
}

void note(App&, db::Tx& tx, AccountId who, AccountId target, std::string comment) {
  require(tx, target);
  comment = clean_text(comment);
  if (count_graphemes(comment) > most_note_about_account)
    throw invalid(fmt::format("Comment is too long (maximum is {} characters)", most_note_about_account));
  store::endorsements::put_note(tx, who, target, comment);
}

TagId feature_tag(App& app, db::Tx& tx, AccountId who, std::string const& typed) {
  auto const name = normalise_hashtag(typed);
  if (!name) throw invalid("Name is not a valid hashtag");
  auto const shown = typed.starts_with('#') ? typed.substr(1) : typed;
  auto const now = app.clock.now();
  auto const tag = store::tags::ensure(tx, std::array{Hashtag{{}, *name, shown}}, now).front().id;
  if (store::featured_tags::find(tx, who, tag)) return tag;
  if (store::featured_tags::count(tx, who) >= most_featured_tags)
    throw invalid("You have already featured the maximum number of hashtags");
  store::featured_tags::insert(tx, who, tag, shown, now);
  return tag;
}

bool unfeature_tag(db::Tx& tx, AccountId who, TagId tag) {
  return store::featured_tags::remove(tx, who, tag);
}

bool unfeature_tag(db::Tx& tx, AccountId who, store::featured_tags::FeaturedTagId id) {
  return store::featured_tags::remove(tx, who, id);
}

void dismiss_suggestion(App& app, db::Tx& tx, AccountId who, AccountId target) {
  store::discovery::dismiss(tx, who, target, app.clock.now());
}

}  // namespace dunlin::actions
