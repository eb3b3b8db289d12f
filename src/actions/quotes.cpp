#include "dunlin/actions/quotes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/federation/send_quotes.hpp"
#include "dunlin/federation/send_refreshed.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/stances.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/users.hpp"
#include "quoting.hpp"
#include "seen.hpp"

namespace dunlin::actions {
namespace {

Refusal quoted_not_found() {
  return {Refusal::Kind::not_found, "The post you are trying to quote does not appear to exist."};
}

/// Authors of this server answer at once, by their policy; others are asked.
QuoteState first_state(Status const& target, AccountId who, QuoteApproval approval) {
  if (target.author == who || (target.local && approval == QuoteApproval::automatic)) return QuoteState::accepted;
  return QuoteState::pending;
}

Status own(db::Tx& tx, AccountId author, StatusId id) {
  auto status = store::statuses::find(tx, id);
  if (!status || status->author != author || status->boost_of) throw not_found();
  return std::move(*status);
}

QuotePolicy default_policy(db::Tx& tx, AccountId author) {
  auto const user = store::users::by_account(tx, author);
  return (user ? quote_policy_from(user->default_quote_policy) : std::nullopt).value_or(QuotePolicy{});
}

}  // namespace

QuoteApproval approval_of(App& app, db::Tx& tx, Status const& target, AccountId who) {
  QuoteFooting footing{.viewer = who};
  if (approval_needs_footing(target.author, target.visibility, target.quote_policy, who)) {
    auto const stances = store::stances::find_many(app.records, &tx, who, std::span(&target.author, 1));
    if (auto const at = stances->find(target.author); at != stances->end()) {
      footing.follows = at->second.follows;
      footing.followed_by = at->second.followed_by;
    }
  }
  return approval(target.author, target.visibility, target.quote_policy, footing);
}

void ask_to_quote(App& app, db::Tx& tx, Status const& status) {
  if (!status.quote || status.quote->state != QuoteState::pending || !status.quote->of) return;
  if (auto const quoted = store::statuses::find(tx, status.quote->of))
    federation::send_quote_request(app, tx, status, *quoted);
}

Status quote(App& app, db::Tx& tx, StatusId target, Status& status) {
  auto quoted = look_for(app, tx, target, status.author);
  if (!quoted) throw quoted_not_found();
  auto const approval = approval_of(app, tx, *quoted, status.author);
  if (approval == QuoteApproval::denied) throw quoted_not_found();
  status.quote = Quote{quoted->id, quoted->author, first_state(*quoted, status.author, approval)};
  if (quoted->visibility == Visibility::private_ && is_open(status.visibility))
    status.visibility = Visibility::private_;
  status.local_only = status.local_only || quoted->local_only;
  return std::move(*quoted);
}

void check_quoted_is_mentioned(Status const& status) {
  if (!status.quote || status.visibility != Visibility::direct || status.quote->author == status.author) return;
  if (std::ranges::find(status.mentions, status.quote->author, &Mention::account) == status.mentions.end())
    throw invalid("Quoted account must be mentioned in a private mention");
}

void add_quote_link(Status& status, Status const& quoted) {
  auto const& link = quoted.url.empty() ? quoted.uri : quoted.url;
  if (status.text.contains(link)) return;
  static constexpr std::string_view paragraph = "<p>";
  auto const html = format("RE: " + link, {}).text();
  if (!html.starts_with(paragraph)) return;
  status.html = SafeHtml::trusted("<p class=\"quote-inline\">" + html.substr(paragraph.size()) + status.html.text());
}

void add_quote_link(db::Tx& tx, Status& status) {
  if (!status.quote || !status.quote->of) return;
  if (auto const quoted = store::statuses::find(tx, status.quote->of)) add_quote_link(status, *quoted);
}

QuotePolicy policy_for(Visibility visibility, QuotePolicy chosen) {
  return is_open(visibility) ? chosen : QuotePolicy{};
}

Status set_quote_policy(App& app, db::Tx& tx, AccountId author, StatusId id, std::optional<QuotePolicy> chosen) {
  auto status = own(tx, author, id);
  if (!chosen) chosen = default_policy(tx, author);
  auto const policy = policy_for(status.visibility, *chosen);
  if (policy == status.quote_policy) return status;
  store::quotes::set_policy(tx, id, policy);
  status.quote_policy = policy;
  federation::send_refreshed(app, tx, status);
  return status;
}

Status revoke_quote(App& app, db::Tx& tx, AccountId author, StatusId quoted, StatusId quoting) {
  auto const target = own(tx, author, quoted);
  auto status = store::statuses::find(tx, quoting);
  if (!status || !status->quote || status->quote->of != target.id) throw not_found();
  if (status->quote->state == QuoteState::revoked) return std::move(*status);
  store::quotes::set_state(tx, quoting, target.id, QuoteState::revoked, app.clock.now());
  status->quote->state = QuoteState::revoked;
  federation::send_quote_revoked(app, tx, target, *status);
  return std::move(*status);
}

}  // namespace dunlin::actions
