#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/store/domain_blocks.hpp"

/// What an admin decides about a whole server (contract, section 13).
namespace dunlin::actions {

/// Decides about a domain for the first time; gives the block its id and time. Refuses (invalid) what is no domain, and
/// our own. Where the domain is decided already, nothing changes and what was decided is returned. What follows for the
/// accounts there is a job's.
std::optional<store::domain_blocks::DomainBlock> add_domain_block(App&, db::Tx&,
                                                                  store::domain_blocks::DomainBlock& block);
/// Changes it, but for its domain. Refuses (not_found) one that is not there.
void change_domain_block(App&, db::Tx&, store::domain_blocks::DomainBlock const& block);
/// Takes it back: accounts it marked are as before; follows that ended do not come back. Refuses (not_found).
void remove_domain_block(App&, db::Tx&, std::int64_t id);

/// Job: marks or unmarks the accounts of a domain as its block says now, a batch at a time, and ends the follows to a
/// suspended one.
struct ApplyDomainBlock {
  static constexpr std::string_view kind = "apply_domain_block";
  std::string domain;
  std::int64_t marked_at = 0;  // milliseconds: the time of the block that is meant, by which its marks are known
  std::string to_text() const;
  static ApplyDomainBlock from_text(std::string const& text);
};
awaitable<void> apply_domain_block(App&, ApplyDomainBlock, jobs::Job const&);

}  // namespace dunlin::actions
