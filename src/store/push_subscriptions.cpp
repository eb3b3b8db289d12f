#include "dunlin/store/push_subscriptions.hpp"

namespace dunlin::store::push_subscriptions {
namespace {

// $1 and $2: the holder.
#define HELD "(token_id = nullif($1::bigint, 0) or session_id = nullif($2::bigint, 0)) "
#define COLUMNS                                                                                                        \
  "p.id, coalesce(p.token_id, 0), coalesce(p.session_id, 0), p.account_id, p.endpoint, p.p256dh, p.auth, p.standard, " \
  "p.alerts, p.policy "

constexpr db::Statement put_sql{"push_subscriptions.put", R"sql(
  with old as (delete from push_subscriptions where )sql" HELD R"sql()
  select nextval('push_subscription_ids')
)sql"};
constexpr db::Statement insert_sql{"push_subscriptions.insert", R"sql(
  insert into push_subscriptions
    (id, token_id, session_id, account_id, endpoint, p256dh, auth, standard, alerts, policy, created_at)
  values ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5, $6, $7, $8, $9, $10, $11)
)sql"};
constexpr db::Statement of_sql{"push_subscriptions.of", "select " COLUMNS "from push_subscriptions p where " HELD};
constexpr db::Statement set_wishes_sql{"push_subscriptions.set_wishes",
                                       "update push_subscriptions set alerts = $3, policy = $4 where " HELD};
constexpr db::Statement remove_of_sql{"push_subscriptions.remove_of", "delete from push_subscriptions where " HELD};
constexpr db::Statement remove_sql{"push_subscriptions.remove", "delete from push_subscriptions where id = $1"};

// $1 accounts and $2 their notifications, $3 type, $4 from.
constexpr db::Statement wanted_sql{"push_subscriptions.wanted", R"sql(
  select p.id, told.notification_id, p.endpoint
  from unnest($1::bigint[], $2::bigint[]) as told(account_id, notification_id)
  join push_subscriptions p on p.account_id = told.account_id
  where $3 = any(p.alerts) and case p.policy
    when 'all' then true
    when 'followed' then exists (select from follows where follower_id = p.account_id and target_id = $4)
    when 'follower' then exists (select from follows where follower_id = $4 and target_id = p.account_id)
    else false end
)sql",
                                   true};

constexpr db::Statement begin_sql{"push_subscriptions.begin", R"sql(
  with old as (
    delete from push_messages where subscription_id = $1 and begun_at < $3::timestamptz - interval '4 days'),
  begun as (
    insert into push_messages (subscription_id, notification_id, begun_at)
    select id, $2, $3 from push_subscriptions where id = $1
    on conflict do nothing returning subscription_id)
  select )sql" COLUMNS R"sql(, coalesce(t.seed, ''), u.locale
  from begun join push_subscriptions p on p.id = begun.subscription_id
  left join access_tokens t on t.id = p.token_id and t.revoked_at is null
  join users u on u.account_id = p.account_id and not u.disabled
  where coalesce(t.id, p.session_id) is not null
)sql"};
constexpr db::Statement failed_sql{"push_subscriptions.failed",
                                   "delete from push_messages where subscription_id = $1 and notification_id = $2"};

PushSubscription read(db::Row const& row) {
  return {.id = row.get<PushId>(0),
          .holder = {.token = row.get<TokenId>(1), .session = row.get<std::int64_t>(2)},
          .account = row.get<AccountId>(3),
          .endpoint = std::string(row.text(4)),
          .receiver = {.point = db::from_bytea(row.text(5)), .secret = db::from_bytea(row.text(6))},
          .standard = row.get<bool>(7),
          .wishes = {.alerts = row.get<std::vector<std::string>>(8), .policy = std::string(row.text(9))}};
}

}  // namespace

void put(Tx& tx, PushSubscription& s, Timestamp now) {
  s.id = tx.query(put_sql, s.holder.token, s.holder.session)[0].get<PushId>(0);
  tx.execute(insert_sql, s.id, s.holder.token, s.holder.session, s.account, s.endpoint, db::Bytes{s.receiver.point},
             db::Bytes{s.receiver.secret}, s.standard, s.wishes.alerts, s.wishes.policy, now);
}

std::optional<PushSubscription> of(Tx& tx, Holder holder) {
  auto const rows = tx.query(of_sql, holder.token, holder.session);
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

bool set_wishes(Tx& tx, Holder holder, Wishes const& wishes) {
  return tx.query(set_wishes_sql, holder.token, holder.session, wishes.alerts, wishes.policy).affected() > 0;
}

void remove_of(Tx& tx, Holder holder) {
  tx.execute(remove_of_sql, holder.token, holder.session);
}

void remove(Tx& tx, PushId id) {
  tx.execute(remove_sql, id);
}

std::vector<Wanted> wanted(Tx& tx, std::span<notifications::Told const> told, std::string_view type, AccountId from) {
  std::vector<AccountId> accounts;
  std::vector<std::int64_t> ids;
  for (auto const& one : told) {
    accounts.push_back(one.account);
    ids.push_back(one.id.value);
  }
  std::vector<Wanted> found;
  for (auto const row : tx.query(wanted_sql, accounts, ids, type, from))
    found.push_back({row.get<PushId>(0), row.get<NotificationId>(1), std::string(row.text(2))});
  return found;
}

std::optional<Begun> begin(Tx& tx, PushId id, NotificationId notification, Timestamp now) {
  auto const rows = tx.query(begin_sql, id, notification, now);
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Begun{read(row), db::from_bytea(row.text(10)), std::string(row.text(11))};
}

void failed(Tx& tx, PushId id, NotificationId notification) {
  tx.execute(failed_sql, id, notification);
}

#undef COLUMNS
#undef HELD

}  // namespace dunlin::store::push_subscriptions
