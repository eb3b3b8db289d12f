#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/store/policies.hpp"

/// The admin's decisions about domains, one by one, and what follows from them for the accounts there. What asks about
/// a host while it works reads store::policies.
namespace dunlin::store::domain_blocks {

using db::Tx;

struct DomainBlock {
  std::int64_t id = 0;
  policies::Policy policy;
  bool obfuscate = false;  // strangers are shown the name masked
  std::string public_comment, private_comment;
  Timestamp created_at;
};

std::vector<DomainBlock> page(Tx& tx, Window const& window);
std::optional<DomainBlock> find(Tx& tx, std::int64_t id);
/// The one of exactly this domain.
std::optional<DomainBlock> by_domain(Tx& tx, std::string_view domain);
/// Gives it its id. Throws db::UniqueViolation where the domain has one.
void insert(Tx& tx, DomainBlock& block);
/// Writes all but id, domain and time.
void update(Tx& tx, DomainBlock const& block);
void remove(Tx& tx, std::int64_t id);

/// The domains of accounts here that the block is about: itself and those below it, with whatever port. Reads all
/// accounts.
std::vector<std::string> domains_of(Tx& tx, std::string_view domain);
/// Marks accounts of these domains as the severity says, at most so many, as of the block's time by which the marks are
/// known again; marks of another time stay. How many were marked.
int mark_accounts(Tx& tx, DomainBlock const& block, std::span<std::string const> domains, int most);
/// Takes marks of that time away again, of those that `keep` does not leave; at most so many. How many.
int unmark_accounts(Tx& tx, std::span<std::string const> domains, Timestamp marked_at, policies::Severity keep,
                    int most);
/// Since when everybody of this host is silenced; nothing when they are not. For accounts that are new here.
std::optional<Timestamp> silenced_since(Tx& tx, std::string_view host);
/// Local accounts that follow somebody there or are followed from there, each with the domain; at most so many.
std::vector<std::pair<AccountId, std::string>> tied(Tx& tx, std::span<std::string const> domains, int most);

}  // namespace dunlin::store::domain_blocks
