#include "dunlin/store/outgoing.hpp"

namespace dunlin::store::outgoing {
namespace {

constexpr db::Statement insert_sql{"outgoing.insert", R"sql(
  insert into outgoing_activities (id, account_id, body, created_at, synchronizes)
  values ($1, nullif($2::bigint, 0), $3, $4, $5)
)sql"};

constexpr db::Statement find_sql{"outgoing.find", R"sql(
  select account_id, body, synchronizes from outgoing_activities where id = $1
)sql"};

constexpr db::Statement sweep_sql{"outgoing.sweep", R"sql(
  delete from outgoing_activities where created_at < $1
)sql"};

constexpr db::Statement actors_of_inbox_sql{"outgoing.actors_of_inbox", R"sql(
  select uri from accounts where inbox_url = $1 and inbox_url <> '' and domain is not null limit 10
)sql"};

// A suspended domain counts with all its subdomains; the policy table is small.
#define REACHABLE                                                                                        \
  "a.domain is not null and a.inbox_url <> '' and a.suspended_at is null and not exists (select 1 from " \
  "domain_policies p where p.severity = 2 and (a.domain = p.domain or a.domain like '%.' || p.domain)) "

constexpr db::Statement inboxes_sql{"outgoing.inboxes", R"sql(
  with recipients as (
    select follower_id as id from follows where target_id = any($1::bigint[])
    union select unnest($2::bigint[])
    union select author_id from statuses where boost_of_id = $3::bigint
    union select account_id from favourites where status_id = $3::bigint
    union select author_id from statuses where in_reply_to_id = $3::bigint
  )
  select distinct case when $4 or a.shared_inbox_url = '' then a.inbox_url else a.shared_inbox_url end
  from recipients r join accounts a on a.id = r.id
  where )sql" REACHABLE "limit $5"};

constexpr db::Statement every_inbox_sql{"outgoing.every_inbox", R"sql(
  select distinct case when a.shared_inbox_url = '' then a.inbox_url else a.shared_inbox_url end
  from accounts a
  where )sql" REACHABLE "limit $1"};

template <class AnyId>
std::optional<AnyId> or_null(AnyId id) {
  if (!id) return std::nullopt;
  return id;
}

}  // namespace

void insert(Tx& tx, ActivityId id, Activity const& activity, Timestamp now) {
  tx.execute(insert_sql, id, activity.sender, activity.body, now, activity.synchronizes);
}

std::optional<Activity> find(Tx& tx, ActivityId id) {
  auto const rows = tx.query(find_sql, id);
  if (rows.empty()) return std::nullopt;
  return Activity{rows[0].get_or(0, AccountId{}), std::string(rows[0].text(1)), rows[0].get<bool>(2)};
}

std::vector<std::string> actors_of_inbox(Tx& tx, std::string_view inbox) {
  std::vector<std::string> uris;
  for (auto const row : tx.query(actors_of_inbox_sql, inbox)) uris.emplace_back(row.text(0));
  return uris;
}

void sweep(Tx& tx, Timestamp before) {
  tx.execute(sweep_sql, before);
}

std::vector<std::string> inboxes(Tx& tx, Recipients const& to, int most) {
  auto const rows = to.every_known_server ? tx.query(every_inbox_sql, most)
                                          : tx.query(inboxes_sql, to.followers_of, to.accounts,
                                                     or_null(to.interested_in), to.in_person, most);
  std::vector<std::string> inboxes;
  for (auto const row : rows) inboxes.emplace_back(row.text(0));
  return inboxes;
}

#undef REACHABLE

}  // namespace dunlin::store::outgoing
