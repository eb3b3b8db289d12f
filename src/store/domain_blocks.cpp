#include "dunlin/store/domain_blocks.hpp"

#include "dunlin/store/records.hpp"
#include "windows.hpp"

namespace dunlin::store::domain_blocks {
namespace {

using policies::Severity;

#define BLOCK                                                                                                          \
  "select id, domain, severity, reject_media, reject_reports, obfuscate, public_comment, private_comment, created_at " \
  "from domain_policies "
#define BLOCK_PAGE BLOCK "where id < $1 and id > $2 order by id "

constexpr Windowed page_sql{{"domain_blocks.page", BLOCK_PAGE "desc limit $3"},
                            {"domain_blocks.page_above", BLOCK_PAGE "asc limit $3"}};
constexpr db::Statement find_sql{"domain_blocks.find", BLOCK "where id = $1"};
constexpr db::Statement by_domain_sql{"domain_blocks.by_domain", BLOCK "where domain = $1"};
constexpr db::Statement insert_sql{"domain_blocks.insert", R"sql(
  insert into domain_policies
    (domain, severity, reject_media, reject_reports, obfuscate, public_comment, private_comment, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) returning id
)sql"};
constexpr db::Statement update_sql{"domain_blocks.update", R"sql(
  update domain_policies set severity = $2, reject_media = $3, reject_reports = $4, obfuscate = $5,
    public_comment = $6, private_comment = $7
  where id = $1
)sql"};
constexpr db::Statement remove_sql{"domain_blocks.remove", "delete from domain_policies where id = $1"};

// A host may carry a port, which a block does not name.
constexpr db::Statement domains_of_sql{"domain_blocks.domains_of", R"sql(
  select distinct domain from accounts
  where domain is not null and (split_part(domain, ':', 1) = $1
    or right(split_part(domain, ':', 1), length($1) + 1) = '.' || $1)
)sql"};

#define SOME "where id in (select id from accounts where domain = any($1::text[]) and "
constexpr db::Statement suspend_sql{"domain_blocks.suspend",
                                    "update accounts set suspended_at = $2, suspension_origin = 0 " SOME
                                    "suspended_at is null limit $3) returning id"};
constexpr db::Statement silence_sql{
    "domain_blocks.silence", "update accounts set silenced_at = $2 " SOME "silenced_at is null limit $3) returning id"};
constexpr db::Statement unsuspend_sql{"domain_blocks.unsuspend", "update accounts set suspended_at = null " SOME
                                                                 "suspended_at = $2 limit $3) returning id"};
constexpr db::Statement unsilence_sql{"domain_blocks.unsilence", "update accounts set silenced_at = null " SOME
                                                                 "silenced_at = $2 limit $3) returning id"};
#undef SOME
constexpr db::Statement tied_sql{"domain_blocks.tied", R"sql(
  select f.follower_id, a.domain from accounts a join follows f on f.target_id = a.id
    join accounts l on l.id = f.follower_id and l.domain is null
  where a.domain = any($1::text[])
  union
  select f.target_id, a.domain from accounts a join follows f on f.follower_id = a.id
    join accounts l on l.id = f.target_id and l.domain is null
  where a.domain = any($1::text[])
  limit $2
)sql"};

// The most specific block decides.
constexpr db::Statement silenced_since_sql{"domain_blocks.silenced_since", R"sql(
  select created_at from (
    select severity, created_at from domain_policies
    where domain = split_part($1, ':', 1)
      or right(split_part($1, ':', 1), length(domain) + 1) = '.' || domain
    order by length(domain) desc limit 1) nearest
  where severity = 1
)sql"};

DomainBlock read(db::Row const& row) {
  return {.id = row.get<std::int64_t>(0),
          .policy = {.domain = row.get<std::string>(1),
                     .severity = static_cast<Severity>(row.get<int>(2)),
                     .reject_media = row.get<bool>(3),
                     .reject_reports = row.get<bool>(4)},
          .obfuscate = row.get<bool>(5),
          .public_comment = row.get<std::string>(6),
          .private_comment = row.get<std::string>(7),
          .created_at = row.get<Timestamp>(8)};
}

std::optional<DomainBlock> first(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

int change(Tx& tx, db::Statement const& statement, std::span<std::string const> domains, Timestamp when, int most) {
  auto const rows = tx.query(statement, domains, when, most);
  for (auto const row : rows) tx.changed(change::account, row.get<AccountId>(0));
  return static_cast<int>(rows.size());
}

}  // namespace

std::vector<DomainBlock> page(Tx& tx, Window const& window) {
  return read_window(tx, page_sql, window, read);
}

std::optional<DomainBlock> find(Tx& tx, std::int64_t id) {
  return first(tx.query(find_sql, id));
}

std::optional<DomainBlock> by_domain(Tx& tx, std::string_view domain) {
  return first(tx.query(by_domain_sql, domain));
}

void insert(Tx& tx, DomainBlock& b) {
  auto const rows = tx.query(insert_sql, b.policy.domain, static_cast<int>(b.policy.severity), b.policy.reject_media,
                             b.policy.reject_reports, b.obfuscate, b.public_comment, b.private_comment, b.created_at);
  b.id = rows[0].get<std::int64_t>(0);
  tx.changed(change::policies, b.policy.domain);
}

void update(Tx& tx, DomainBlock const& b) {
  tx.execute(update_sql, b.id, static_cast<int>(b.policy.severity), b.policy.reject_media, b.policy.reject_reports,
             b.obfuscate, b.public_comment, b.private_comment);
  tx.changed(change::policies, b.policy.domain);
}

void remove(Tx& tx, std::int64_t id) {
  tx.execute(remove_sql, id);
  tx.changed(change::policies, std::to_string(id));
}

std::vector<std::string> domains_of(Tx& tx, std::string_view domain) {
  std::vector<std::string> found;
  for (auto const row : tx.query(domains_of_sql, domain)) found.push_back(row.get<std::string>(0));
  return found;
}

int mark_accounts(Tx& tx, DomainBlock const& block, std::span<std::string const> domains, int most) {
  if (block.policy.severity == Severity::noop) return 0;
  auto const& statement = block.policy.severity == Severity::suspend ? suspend_sql : silence_sql;
  return change(tx, statement, domains, block.created_at, most);
}

int unmark_accounts(Tx& tx, std::span<std::string const> domains, Timestamp marked_at, Severity keep, int most) {
  auto count = keep == Severity::suspend ? 0 : change(tx, unsuspend_sql, domains, marked_at, most);
  if (keep != Severity::silence) count += change(tx, unsilence_sql, domains, marked_at, most);
  return count;
}

std::optional<Timestamp> silenced_since(Tx& tx, std::string_view host) {
  auto const rows = tx.query(silenced_since_sql, host);
  return rows.empty() ? std::nullopt : std::optional(rows[0].get<Timestamp>(0));
}

std::vector<std::pair<AccountId, std::string>> tied(Tx& tx, std::span<std::string const> domains, int most) {
  std::vector<std::pair<AccountId, std::string>> found;
  for (auto const row : tx.query(tied_sql, domains, most))
    found.emplace_back(row.get<AccountId>(0), row.get<std::string>(1));
  return found;
}

#undef BLOCK
#undef BLOCK_PAGE

}  // namespace dunlin::store::domain_blocks
