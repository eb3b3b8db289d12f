#include "dunlin/actions/domain_blocks.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/severance.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/relations.hpp"

namespace dunlin::actions {
namespace {

namespace domain_blocks = store::domain_blocks;
using domain_blocks::DomainBlock;
using store::policies::Severity;
using Domains = std::vector<std::string>;

constexpr int accounts_at_once = 500;
constexpr int ties_at_once = 50;
constexpr std::size_t longest_comment = 5000;

void check_comments(DomainBlock const& block) {
  if (block.public_comment.size() > longest_comment || block.private_comment.size() > longest_comment)
    throw invalid("Comment is too long");
}

std::int64_t milliseconds(Timestamp when) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

void apply(db::Tx& tx, DomainBlock const& block) {
  jobs::enqueue(tx, ApplyDomainBlock{block.policy.domain, milliseconds(block.created_at)});
}

/// Ends what there is between people here and the suspended server. True when nothing is left.
bool end_ties(App& app, db::Tx& tx, Domains const& domains) {
  auto const tied = domain_blocks::tied(tx, domains, ties_at_once);
  for (auto const& [account, domain] : tied) {
    auto const ended = store::relations::remove_all_with_domain(tx, account, domain);
    auto const followed =
        std::ranges::count_if(ended.follows, [&](auto const& follow) { return follow.follower == account; });
    tell_of_severance(app, tx, account,
                      {.cause = SeveranceCause::domain_block,
                       .target_name = domain,
                       .followers = static_cast<std::int64_t>(ended.follows.size()) - followed,
                       .following = followed});
    jobs::enqueue(tx, DropFeed{account});
  }
  return tied.size() < ties_at_once;
}

/// One batch. True when the accounts are as the block says.
bool apply_batch(App& app, db::Tx& tx, ApplyDomainBlock const& what, Domains const& domains) {
  auto const block = domain_blocks::by_domain(tx, what.domain);
  Timestamp const marked_at{std::chrono::milliseconds(what.marked_at)};
  // Another block came in its place, or none: its own marks go all the same.
  bool const holds = block && block->created_at == marked_at;
  auto const keep = holds ? block->policy.severity : Severity::noop;
  if (domain_blocks::unmark_accounts(tx, domains, marked_at, keep, accounts_at_once) >= accounts_at_once) return false;
  if (!holds) return true;
  if (keep == Severity::suspend && !end_ties(app, tx, domains)) return false;
  return domain_blocks::mark_accounts(tx, *block, domains, accounts_at_once) < accounts_at_once;
}

}  // namespace

std::optional<DomainBlock> add_domain_block(App& app, db::Tx& tx, DomainBlock& block) {
  auto domain = http::ascii_host(block.policy.domain);
  if (!domain || domain->empty()) throw invalid("Domain is not a valid domain name");
  if (*domain == app.config.local_domain || *domain == app.config.web_domain)
    throw invalid("Domain is this server's own");
  block.policy.domain = *std::move(domain);
  check_comments(block);
  if (auto there = domain_blocks::by_domain(tx, block.policy.domain)) return there;
  // Whole milliseconds: the job names the time, and must find the marks that carry it.
  block.created_at = Timestamp{std::chrono::milliseconds(milliseconds(app.clock.now()))};
  domain_blocks::insert(tx, block);
  apply(tx, block);
  return std::nullopt;
}

void change_domain_block(App&, db::Tx& tx, DomainBlock const& block) {
  auto const before = domain_blocks::find(tx, block.id);
  if (!before) throw not_found();
  check_comments(block);
  domain_blocks::update(tx, block);
  if (before->policy.severity != block.policy.severity) apply(tx, *before);
}

void remove_domain_block(App&, db::Tx& tx, std::int64_t id) {
  auto const block = domain_blocks::find(tx, id);
  if (!block) throw not_found();
  domain_blocks::remove(tx, id);
  apply(tx, *block);
}

std::string ApplyDomainBlock::to_text() const {
  return std::to_string(marked_at) + " " + domain;
}

ApplyDomainBlock ApplyDomainBlock::from_text(std::string const& text) {
  auto const space = std::min(text.find(' '), text.size());
  ApplyDomainBlock what;
  std::from_chars(text.data(), text.data() + space, what.marked_at);
  what.domain = text.substr(std::min(space + 1, text.size()));
  return what;
}

awaitable<void> apply_domain_block(App& app, ApplyDomainBlock what, jobs::Job const&) {
  auto const domains = co_await app.db.read([&](db::Tx& tx) { return domain_blocks::domains_of(tx, what.domain); },
                                            db::Urgency::background);
  while (!co_await app.db.transact([&](db::Tx& tx) { return apply_batch(app, tx, what, domains); },
                                   db::Urgency::background))
    continue;
}

}  // namespace dunlin::actions
