// What posts quote, in each of its spellings, and who may quote them (contract, section 6.5).
#include <algorithm>
#include <array>

#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::array<std::string_view, 4> legacy_names{"_misskey_quote", "quoteUrl", "quoteUri", "quoteURL"};
constexpr std::string_view quote_relation = "https://misskey-hub.net/ns#_misskey_quote";
constexpr std::size_t most_groups = 20;

/// A Link among the tags that says it is the quoted post (FEP-e232).
std::string quote_link(Node const& tags) {
  for (auto const& tag : tags.items()) {
    if (!tag.has_type("Link")) continue;
    auto const relations = tag["rel"].items();
    bool const is_quote =
        std::ranges::any_of(relations, [](auto const& relation) { return relation.text() == quote_relation; });
    if (is_quote) return read_url(tag["href"]);
  }
  return {};
}

std::string legacy_quote(Node const& node) {
  for (auto const name : legacy_names)
    if (auto uri = read_url(node[name]); !uri.empty()) return uri;
  return quote_link(node["tag"]);
}

std::vector<std::string> read_group(Node const& policy, std::string_view name, std::string_view old_name) {
  auto const& list = policy[name].nothing() ? policy[old_name] : policy[name];
  return list.references(most_groups);
}

int groups_of(std::vector<std::string> const& addresses, Account const& author) {
  int groups = 0;
  for (auto const& address : addresses) {
    if (is_public_address(address))
      groups |= QuotePolicy::anybody;
    else if (!author.followers_url.empty() && address == author.followers_url)
      groups |= QuotePolicy::followers;
    else if (!author.following_url.empty() && address == author.following_url)
      groups |= QuotePolicy::following;
    else if (address != author.uri)
      groups |= QuotePolicy::unsupported;
  }
  return groups;
}

}  // namespace

void read_quote(Node const& node, Note& note) {
  auto const& policy = node["interactionPolicy"]["canQuote"];
  note.quote_policy.stated = policy.is_map();
  note.quote_policy.automatic = read_group(policy, "automaticApproval", "always");
  note.quote_policy.manual = read_group(policy, "manualApproval", "approvalRequired");
  auto const& quote = node["quote"];
  // BookWyrm's member of that name is a text, not an address.
  auto uri = note.type == "Quotation" ? std::string() : read_url(quote);
  bool const legacy = uri.empty();
  if (legacy) uri = legacy_quote(node);
  if (uri.empty() || uri == note.id) return;
  note.quote = QuoteRead{std::move(uri), legacy, quote.has_type("Tombstone"), read_url(node["quoteAuthorization"])};
}

QuotePolicy quote_policy(PolicyRead const& policy, Account const& author) {
  return {groups_of(policy.automatic, author), groups_of(policy.manual, author)};
}

}  // namespace dunlin::federation::vocabulary
