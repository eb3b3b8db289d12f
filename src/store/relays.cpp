#include "dunlin/store/relays.hpp"

namespace dunlin::store::relays {
namespace {

#define RELAY "select id, inbox_url, actor_uri, litepub, follow_uri, state from relays "

constexpr db::Statement insert_sql{"relays.insert", R"sql(
  insert into relays (id, inbox_url, actor_uri, litepub, follow_uri, state, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (inbox_url) do nothing
)sql"};
constexpr db::Statement all_sql{"relays.all", RELAY "order by id limit $1"};
constexpr db::Statement find_sql{"relays.find", RELAY "where inbox_url = $1 or actor_uri = $1 limit 1"};
constexpr db::Statement by_follow_sql{"relays.by_follow", RELAY "where follow_uri = $1"};
constexpr db::Statement answered_sql{"relays.answered", "update relays set actor_uri = $2, state = $3 where id = $1"};
constexpr db::Statement remove_sql{"relays.remove", "delete from relays where id = $1"};
constexpr db::Statement is_trusted_sql{
    "relays.is_trusted", "select exists (select from relays where actor_uri = $1 and actor_uri <> '' and state = 1)"};

std::vector<Relay> read(db::Rows const& rows) {
  std::vector<Relay> relays;
  for (auto const row : rows)
    relays.push_back({.id = row.get<RelayId>(0),
                      .inbox_url = row.get<std::string>(1),
                      .actor_uri = row.get<std::string>(2),
                      .litepub = row.get<bool>(3),
                      .follow_uri = row.get<std::string>(4),
                      .state = row.get<State>(5)});
  return relays;
}

std::optional<Relay> first(db::Rows const& rows) {
  auto relays = read(rows);
  if (relays.empty()) return std::nullopt;
  return std::move(relays[0]);
}

}  // namespace

bool insert(Tx& tx, Relay const& r, Timestamp now) {
  return tx.query(insert_sql, r.id, r.inbox_url, r.actor_uri, r.litepub, r.follow_uri, r.state, now).affected() != 0;
}

std::vector<Relay> all(Tx& tx) {
  return read(tx.query(all_sql, most));
}

std::optional<Relay> find(Tx& tx, std::string_view address) {
  return first(tx.query(find_sql, address));
}

std::optional<Relay> by_follow(Tx& tx, std::string_view follow_uri) {
  return first(tx.query(by_follow_sql, follow_uri));
}

void answered(Tx& tx, RelayId id, std::string_view actor_uri, State state) {
  tx.execute(answered_sql, id, actor_uri, state);
}

void remove(Tx& tx, RelayId id) {
  tx.execute(remove_sql, id);
}

bool is_trusted(Tx& tx, std::string_view actor_uri) {
  return tx.query(is_trusted_sql, actor_uri)[0].get<bool>(0);
}

}  // namespace dunlin::store::relays
