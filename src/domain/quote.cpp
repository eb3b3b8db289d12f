#include "dunlin/domain/quote.hpp"

namespace dunlin {
namespace {

bool includes(int groups, QuoteFooting const& footing) {
  return (groups & QuotePolicy::anybody) != 0 || ((groups & QuotePolicy::followers) != 0 && footing.follows) ||
         ((groups & QuotePolicy::following) != 0 && footing.followed_by);
}

}  // namespace

std::optional<QuotePolicy> quote_policy_from(std::string_view word) {
  if (word == "public") return QuotePolicy{.automatic = QuotePolicy::anybody};
  if (word == "followers") return QuotePolicy{.automatic = QuotePolicy::followers};
  if (word == "nobody") return QuotePolicy{};
  return std::nullopt;
}

std::string_view to_text(QuoteApproval approval) {
  switch (approval) {
    case QuoteApproval::automatic:
      return "automatic";
    case QuoteApproval::manual:
      return "manual";
    case QuoteApproval::denied:
      return "denied";
    case QuoteApproval::unknown:
      return "unknown";
  }
  return "unknown";
}

QuoteApproval approval(AccountId author, Visibility visibility, QuotePolicy policy, QuoteFooting const& footing) {
  if (!footing.viewer || visibility == Visibility::direct || visibility == Visibility::limited)
    return QuoteApproval::denied;
  if (footing.viewer == author) return QuoteApproval::automatic;
  if (!is_open(visibility)) return QuoteApproval::denied;
  if (includes(policy.automatic, footing)) return QuoteApproval::automatic;
  if (includes(policy.manual, footing)) return QuoteApproval::manual;
  if (((policy.automatic | policy.manual) & QuotePolicy::unsupported) != 0) return QuoteApproval::unknown;
  return QuoteApproval::denied;
}

bool approval_needs_footing(AccountId author, Visibility visibility, QuotePolicy policy, AccountId viewer) {
  if (!viewer || viewer == author || !is_open(visibility) || (policy.automatic & QuotePolicy::anybody) != 0)
    return false;
  return ((policy.automatic | policy.manual) & (QuotePolicy::followers | QuotePolicy::following)) != 0;
}

}  // namespace dunlin
