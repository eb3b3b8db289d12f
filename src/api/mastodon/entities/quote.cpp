#include "quote.hpp"

#include <utility>

#include "dunlin/base/time.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::views::View;

std::string_view word_of(QuoteState state) {
  switch (state) {
    case QuoteState::pending:
      return "pending";
    case QuoteState::accepted:
      return "accepted";
    case QuoteState::rejected:
      return "rejected";
    case QuoteState::revoked:
      return "revoked";
    case QuoteState::deleted:
      return "deleted";
  }
  return "pending";
}

bool is_alive(Quote const& quote) {
  return quote.state == QuoteState::accepted && quote.of;
}

void write_quote_groups(JsonWriter& json, std::string_view name, int groups) {
  json.array_member(name, [&] {
    if ((groups & QuotePolicy::anybody) != 0) json.value("public");
    if ((groups & QuotePolicy::followers) != 0) json.value("followers");
    if ((groups & QuotePolicy::following) != 0) json.value("following");
    if ((groups & QuotePolicy::unsupported) != 0) json.value("unsupported_policy");
  });
}

template <class Work>
void for_each_status(std::span<View const> views, Work work) {
  for (auto const& view : views)
    for (auto const* status : {view.status.get(), view.original.get()})
      if (status && !status->boost_of) work(*status);
}

}  // namespace

bool QuotesOfPage::gather(db::Tx* tx, std::span<View const> views) {
  std::vector<View> nested;
  if (!gather_quoted(tx, views, &seen_)) return false;
  // What a quoted status quotes is told of by its id alone.
  if (!gather_quoted(tx, seen_, &nested)) return false;
  return gather_stances(tx, views);
}

bool QuotesOfPage::gather_quoted(db::Tx* tx, std::span<View const> views, std::vector<View>* into) {
  std::vector<StatusId> ids;
  for_each_status(views, [&](Status const& status) {
    if (!status.quote || !is_alive(*status.quote)) return;
    ids.push_back(status.quote->of);
    if (viewer_ && status.quote->author != viewer_) asked_.push_back(status.quote->author);
  });
  if (ids.empty()) return true;
  if (tx) {
    *into = store::views::read(app_.records, *tx, viewer_, ids);
  } else {
    auto found = store::views::from_memory(app_.records, viewer_, ids);
    if (!found) return false;
    *into = std::move(*found);
  }
  for (auto const& view : *into) authors_[view.status->id] = view.status->author;
  return true;
}

bool QuotesOfPage::gather_stances(db::Tx* tx, std::span<View const> views) {
  auto const add = [&](Status const& status) {
    if (approval_needs_footing(status.author, status.visibility, status.quote_policy, viewer_))
      asked_.push_back(status.author);
  };
  for_each_status(views, add);
  for_each_status(seen_, add);
  if (asked_.empty()) return true;
  auto found = store::stances::find_many(app_.records, tx, viewer_, asked_);
  if (!found) return false;
  stances_ = std::move(*found);
  return true;
}

store::Stance QuotesOfPage::stance(AccountId author) const {
  auto const at = stances_.find(author);
  return at == stances_.end() ? store::Stance{} : at->second;
}

QuotesOfPage::Look QuotesOfPage::look(Quote const& quote) const {
  if (quote.state != QuoteState::accepted) return {word_of(quote.state), {}};
  if (!quote.of) return {word_of(QuoteState::deleted), {}};
  auto const towards = stance(quote.author);
  if (!authors_.contains(quote.of)) return {towards.blocks ? "blocked_account" : "unauthorized", {}};
  if (towards.blocks_domain && !towards.follows) return {"blocked_domain", quote.of};
  if (towards.mutes && (!towards.mute_ends || *towards.mute_ends > app_.clock.now()))
    return {"muted_account", quote.of};
  return {word_of(QuoteState::accepted), quote.of};
}

void QuotesOfPage::write_approval(JsonWriter& json, Status const& status) const {
  write_quote_groups(json, "automatic", status.quote_policy.automatic);
  write_quote_groups(json, "manual", status.quote_policy.manual);
  if (status.boost_of) return json.member("current_user", to_text(QuoteApproval::denied));
  auto const towards = stance(status.author);
  json.member("current_user",
              to_text(approval(status.author, status.visibility, status.quote_policy,
                               {.viewer = viewer_, .follows = towards.follows, .followed_by = towards.followed_by})));
}

}  // namespace dunlin::api::mastodon::entities
