#include "dunlin/store/logins.hpp"

namespace dunlin::store::logins {
namespace {

constexpr db::Statement of_sql{"logins.of", R"sql(
  select u.account_id, u.email, u.locale, u.reason, u.confirmed_at is not null, u.approved, u.disabled,
    r.id, r.name, r.permissions | everyone.permissions, r.color, r.highlighted, seen.addresses, seen.times
  from users u
  join roles everyone on everyone.id = -99
  join roles r on r.id = coalesce(u.role_id, -99)
  cross join lateral (
    select coalesce(array_agg(host(one.address) order by one.at desc), '{}') as addresses,
      coalesce(array_agg((extract(epoch from one.at) * 1000)::bigint order by one.at desc), '{}') as times
    from (select address, max(last_seen_at) as at from web_sessions
          where user_id = u.id and address is not null group by address order by 2 desc limit 20) one) seen
  where u.account_id = any($1::bigint[])
)sql"};

}  // namespace

std::vector<Login> of(db::Tx& tx, std::span<AccountId const> accounts) {
  std::vector<Login> found;
  for (auto const row : tx.query(of_sql, accounts)) {
    auto& login = found.emplace_back(Login{.account = row.get<AccountId>(0),
                                           .email = row.get<std::string>(1),
                                           .locale = row.get<std::string>(2),
                                           .reason = row.get<std::string>(3),
                                           .confirmed = row.get<bool>(4),
                                           .approved = row.get<bool>(5),
                                           .disabled = row.get<bool>(6),
                                           .role = {.id = row.get<std::int64_t>(7),
                                                    .name = row.get<std::string>(8),
                                                    .permissions = row.get<std::int64_t>(9),
                                                    .color = row.get<std::string>(10),
                                                    .highlighted = row.get<bool>(11)},
                                           .addresses = {}});
    auto addresses = row.get<std::vector<std::string>>(12);
    auto const times = row.get<std::vector<std::int64_t>>(13);
    for (std::size_t i = 0; i < addresses.size(); ++i)
      login.addresses.emplace_back(std::move(addresses[i]), Timestamp(std::chrono::milliseconds(times[i])));
  }
  return found;
}

}  // namespace dunlin::store::logins
