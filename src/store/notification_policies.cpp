#include "dunlin/store/notification_policies.hpp"

#include "windows.hpp"

namespace dunlin::store::notification_policies {
namespace {

constexpr db::Statement find_sql{"notification_policies.find", R"sql(
  select not_following, not_followers, new_accounts, private_mentions, limited_accounts, bots
  from notification_policies where account_id = $1
)sql"};
constexpr db::Statement put_sql{"notification_policies.put", R"sql(
  insert into notification_policies
    (account_id, not_following, not_followers, new_accounts, private_mentions, limited_accounts, bots)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (account_id) do update set not_following = $2, not_followers = $3, new_accounts = $4,
    private_mentions = $5, limited_accounts = $6, bots = $7
)sql"};

// What a request shows: the messages of its sender that are kept back and still there.
#define KEPT_BACK                                                                                    \
  "from notifications n where n.account_id = r.account_id and n.from_id = r.from_id and n.filtered " \
  "and n.type in ('mention', 'quote') "
#define REQUESTS                                                                    \
  "select r.id, r.from_id, kept.count, kept.status_id, r.created_at, r.updated_at " \
  "from notification_requests r cross join lateral ("                               \
  "  select count(*), max(newest.status_id) as status_id from ("                    \
  "    select n.status_id " KEPT_BACK                                               \
  "order by n.id desc limit 100) as newest) as kept "                               \
  "where r.account_id = $1 and kept.count > 0 "                                     \
  "and not exists (select from accounts a where a.id = r.from_id and a.suspended_at is not null) "
constexpr Windowed page_sql{
    {"notification_policies.requests", REQUESTS "and r.id < $2 and r.id > $3 order by r.id desc limit $4"},
    {"notification_policies.requests_above", REQUESTS "and r.id < $2 and r.id > $3 order by r.id limit $4"}};
constexpr db::Statement request_sql{"notification_policies.request", REQUESTS "and r.id = $2"};
constexpr db::Statement pending_sql{"notification_policies.pending",
                                    "select count(*), coalesce(sum(newest.count), 0)::bigint from (" REQUESTS
                                    "order by r.id desc limit $2) as newest"};

constexpr db::Statement take_requests_sql{"notification_policies.take_requests", R"sql(
  delete from notification_requests where account_id = $1 and id = any($2::bigint[]) returning from_id
)sql"};
constexpr db::Statement permit_sql{"notification_policies.permit", R"sql(
  insert into notification_permissions (account_id, from_id, created_at)
  select $1, unnest($2::bigint[]), $3 on conflict do nothing
)sql"};
constexpr db::Statement discard_sql{"notification_policies.discard", R"sql(
  delete from notifications where account_id = $1 and from_id = any($2::bigint[]) and filtered
)sql"};
constexpr db::Statement open_merge_sql{"notification_policies.open_merge", R"sql(
  insert into notification_merges (account_id, from_id) select $1, unnest($2::bigint[]) on conflict do nothing
)sql"};
constexpr db::Statement merging_sql{"notification_policies.merging",
                                    "select exists (select from notification_merges where account_id = $1)"};
constexpr db::Statement merge_sql{"notification_policies.merge", R"sql(
  with closed as (delete from notification_merges where account_id = $1 and from_id = $2),
  shown as (
    update notifications set filtered = false where account_id = $1 and from_id = $2 and filtered
    returning type, status_id),
  direct as (
    select s.id from shown join statuses s on s.id = shown.status_id
    where shown.type = 'mention' and s.visibility = 3 and s.deleted_at is null
    order by s.id desc limit $3)
  select id from direct order by id
)sql"};

Request read(db::Row const& row) {
  return {.id = row.get<NotificationRequestId>(0),
          .from = row.get<AccountId>(1),
          .notifications = row.get<std::int64_t>(2),
          .last_status = row.get_or(3, StatusId{}),
          .created_at = row.get<Timestamp>(4),
          .updated_at = row.get<Timestamp>(5)};
}

}  // namespace

NotificationPolicy find(Tx& tx, AccountId of) {
  auto const rows = tx.query(find_sql, of);
  if (rows.empty()) return {};
  auto const at = [&](int column) { return rows[0].get<Handling>(column); };
  return {.not_following = at(0),
          .not_followers = at(1),
          .new_accounts = at(2),
          .private_mentions = at(3),
          .limited_accounts = at(4),
          .bots = at(5)};
}

void put(Tx& tx, AccountId of, NotificationPolicy const& p) {
  tx.execute(put_sql, of, p.not_following, p.not_followers, p.new_accounts, p.private_mentions, p.limited_accounts,
             p.bots);
}

Pending pending(Tx& tx, AccountId of) {
  auto const rows = tx.query(pending_sql, of, most_counted);
  return {.requests = rows[0].get<std::int64_t>(0), .notifications = rows[0].get<std::int64_t>(1)};
}

std::vector<Request> requests(Tx& tx, AccountId of, Window const& window) {
  return read_window(tx, page_sql, window, read, of);
}

std::optional<Request> request(Tx& tx, AccountId of, NotificationRequestId id) {
  auto const rows = tx.query(request_sql, of, id);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::vector<AccountId> take_requests(Tx& tx, AccountId of, std::span<NotificationRequestId const> ids) {
  std::vector<AccountId> from;
  for (auto const row : tx.query(take_requests_sql, of, ids)) from.push_back(row.get<AccountId>(0));
  return from;
}

void permit(Tx& tx, AccountId of, std::span<AccountId const> from, Timestamp now) {
  tx.execute(permit_sql, of, from, now);
}

void discard(Tx& tx, AccountId of, std::span<AccountId const> from) {
  tx.execute(discard_sql, of, from);
}

void open_merge(Tx& tx, AccountId of, std::span<AccountId const> from) {
  tx.execute(open_merge_sql, of, from);
}

bool merging(Tx& tx, AccountId of) {
  return tx.query(merging_sql, of)[0].get<bool>(0);
}

std::vector<StatusId> merge(Tx& tx, AccountId of, AccountId from) {
  std::vector<StatusId> direct;
  for (auto const row : tx.query(merge_sql, of, from, most_counted)) direct.push_back(row.get<StatusId>(0));
  return direct;
}

#undef KEPT_BACK
#undef REQUESTS

}  // namespace dunlin::store::notification_policies
