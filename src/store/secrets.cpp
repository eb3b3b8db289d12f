#include "dunlin/store/secrets.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

namespace dunlin::store {
namespace {

constexpr auto* key_name = "key";
constexpr auto* vapid_private_name = "vapid_private";
constexpr auto* vapid_public_name = "vapid_public";
constexpr auto* instance_key_name = "instance_key";

constexpr db::Statement secrets_sql{"secrets.read", "select name, value from secrets"};

// Whoever comes second waits for the first to commit, and then leaves what is there.
constexpr db::Statement insert_sql{"secrets.insert", R"sql(
  insert into secrets (name, value) values ($1, $2) on conflict do nothing
)sql"};

using Values = std::map<std::string, std::string, std::less<>>;

Values read_values(db::Tx& tx) {
  Values values;
  for (auto const row : tx.query(secrets_sql)) values[row.get<std::string>(0)] = db::from_bytea(row.text(1));
  return values;
}

bool is_complete(Values const& values) {
  return std::ranges::all_of(std::vector{key_name, vapid_private_name, vapid_public_name, instance_key_name},
                             [&](char const* name) { return values.contains(name); });
}

/// Always all, in the same order: two processes that start at once never wait for each other crosswise. The
/// VAPID halves belong together, and do so because the one who wins the first row of the four wins them all.
void make(db::Tx& tx) {
  auto const vapid = crypto::generate_p256();
  tx.query(insert_sql, key_name, db::Bytes{crypto::random_bytes(64)});
  tx.query(insert_sql, vapid_private_name, db::Bytes{vapid.scalar.reveal()});
  tx.query(insert_sql, vapid_public_name, db::Bytes{vapid.point});
  tx.query(insert_sql, instance_key_name, db::Bytes{crypto::PrivateKey::generate_rsa().der()});
}

}  // namespace

Secrets read_or_make_secrets(db::Tx& tx, Secret const& configured_key) {
  auto values = read_values(tx);
  if (!is_complete(values)) {
    make(tx);
    values = read_values(tx);
  }
  auto instance_key = crypto::PrivateKey::from_der(values[instance_key_name]);
  if (!instance_key) throw std::runtime_error("table secrets: instance_key is not a private key");
  return {.key = configured_key.empty() ? Secret(values[key_name]) : configured_key,
          .vapid_private = Secret(crypto::base64url(values[vapid_private_name])),
          .vapid_public = crypto::base64url(values[vapid_public_name]),
          .instance_key = std::move(*instance_key)};
}

}  // namespace dunlin::store
