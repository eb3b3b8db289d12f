#include "dunlin/store/actor_keys.hpp"

namespace dunlin::store::actor_keys {
namespace {

constexpr db::Statement find_sql{"actor_keys.find", R"sql(
  select k.key_id, k.account_id, a.uri, k.public_der, k.fetched_at
  from actor_keys k join accounts a on a.id = k.account_id
  where k.key_id = $1
)sql"};

constexpr db::Statement of_account_sql{"actor_keys.of_account", R"sql(
  select k.key_id, k.account_id, a.uri, k.public_der, k.fetched_at
  from actor_keys k join accounts a on a.id = k.account_id
  where k.account_id = $1
  order by k.fetched_at, k.key_id
)sql"};

constexpr db::Statement signing_key_sql{"actor_keys.signing_key", R"sql(
  select key_id, private_der from actor_keys where account_id = $1 and private_der is not null limit 1
)sql"};

constexpr db::Statement insert_sql{"actor_keys.insert", R"sql(
  insert into actor_keys (key_id, account_id, public_der, private_der) values ($1, $2, $3, $4)
)sql"};

// A key id that another account holds stays with it: nobody takes over a key by naming it.
constexpr db::Statement replace_sql{"actor_keys.replace", R"sql(
  with keys as (
    select key_id, decode(public_hex, 'hex') as public_der from unnest($2::text[], $3::text[]) as t(key_id, public_hex)
  ), gone as (
    delete from actor_keys where account_id = $1 and private_der is null and key_id not in (select key_id from keys)
  )
  insert into actor_keys (key_id, account_id, public_der, fetched_at)
  select key_id, $1, public_der, $4 from keys
  on conflict (key_id) do update set public_der = excluded.public_der, fetched_at = excluded.fetched_at
  where actor_keys.account_id = excluded.account_id and actor_keys.private_der is null
)sql"};

Key read_key(db::Row const& row) {
  return {std::string(row.text(0)), row.get<AccountId>(1), std::string(row.text(2)), db::from_bytea(row.text(3)),
          row.get<Timestamp>(4)};
}

}  // namespace

std::optional<Key> find(Tx& tx, std::string_view key_id) {
  auto const rows = tx.query(find_sql, key_id);
  if (rows.empty()) return std::nullopt;
  return read_key(rows[0]);
}

std::vector<Key> of_account(Tx& tx, AccountId account) {
  std::vector<Key> keys;
  for (auto const row : tx.query(of_account_sql, account)) keys.push_back(read_key(row));
  return keys;
}

std::optional<SigningKey> signing_key(Tx& tx, AccountId account) {
  auto const rows = tx.query(signing_key_sql, account);
  if (rows.empty()) return std::nullopt;
  return SigningKey{std::string(rows[0].text(0)), db::from_bytea(rows[0].text(1))};
}

void insert_local(Tx& tx, Account const& account, crypto::PrivateKey const& key) {
  auto const public_der = key.public_key().der();
  auto const private_der = key.der();
  tx.execute(insert_sql, account.uri + "#main-key", account.id, db::Bytes{public_der}, db::Bytes{private_der});
}

void replace_remote(Tx& tx, AccountId account, std::vector<std::pair<std::string, std::string>> const& keys,
                    Timestamp when) {
  std::vector<std::string> ids, ders;
  for (auto const& [id, der] : keys) {
    ids.push_back(id);
    ders.push_back(crypto::hex(der));
  }
  tx.execute(replace_sql, account, ids, ders, when);
}

}  // namespace dunlin::store::actor_keys
