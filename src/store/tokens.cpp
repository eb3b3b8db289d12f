#include "dunlin/store/tokens.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::tokens {

namespace {

constexpr db::Statement holder_of_sql{"tokens.holder_of", R"sql(
  select t.id, t.application_id, t.user_id, u.account_id, t.scopes,
         coalesce(r.permissions, 0) | coalesce((select permissions from roles where id = -99), 0),
         u.confirmed_at is not null, u.approved, u.disabled, a.suspended_at is not null,
         t.created_at, t.revoked_at, t.last_used_at
  from access_tokens t
  left join users u on u.id = t.user_id
  left join accounts a on a.id = u.account_id
  left join roles r on r.id = u.role_id
  where t.token_hash = $1::bytea
)sql"};

constexpr db::Statement in_force_sql{"tokens.in_force", R"sql(
  select t.id from access_tokens t
  join users u on u.id = t.user_id and u.confirmed_at is not null and u.approved and not u.disabled
  join accounts a on a.id = u.account_id and a.suspended_at is null
  where t.id = any($1::bigint[]) and t.revoked_at is null
)sql"};

constexpr db::Statement touch_sql{"tokens.touch", R"sql(
  with used as (update access_tokens set last_used_at = $3 where id = $1),
  here as (
    insert into active_weeks (week, user_id) select date_trunc('week', $3::timestamptz)::date, id from users where id = $2
    on conflict do nothing)
  update users set last_active_at = greatest(last_active_at, $3::timestamptz) where id = $2
)sql"};

constexpr db::Statement find_sql{"tokens.find", R"sql(
  select id, seed, application_id, user_id, scopes, created_at from access_tokens where id = $1
)sql"};

constexpr db::Statement reusable_sql{"tokens.reusable", R"sql(
  select id, seed, application_id, user_id, scopes, created_at
  from access_tokens
  where application_id = $1 and user_id is not distinct from $2::bigint and scopes = $3
    and revoked_at is null and seed is not null
  order by id desc
  limit 1
)sql"};

constexpr db::Statement insert_sql{"tokens.insert", R"sql(
  insert into access_tokens (id, token_hash, seed, application_id, user_id, scopes, created_at)
  values ($1, $2::bytea, $3::bytea, $4, $5, $6, $7)
)sql"};

constexpr db::Statement scopes_granted_sql{"tokens.scopes_granted", R"sql(
  select distinct scopes from access_tokens
  where application_id = $1 and user_id = $2 and revoked_at is null
)sql"};

constexpr db::Statement revoke_sql{"tokens.revoke", R"sql(
  update access_tokens set revoked_at = $2 where id = $1 and revoked_at is null
)sql"};

constexpr db::Statement revoke_application_sql{"tokens.revoke_application", R"sql(
  update access_tokens set revoked_at = $3
  where application_id = $1 and user_id = $2 and revoked_at is null
)sql"};

constexpr db::Statement revoke_user_sql{"tokens.revoke_user", R"sql(
  update access_tokens set revoked_at = $2 where user_id = $1 and revoked_at is null
)sql"};

constexpr db::Statement insert_code_sql{"tokens.insert_code", R"sql(
  insert into authorization_codes (code_hash, application_id, user_id, redirect_uri, scopes, code_challenge, expires_at)
  values ($1::bytea, $2, $3, $4, $5, $6, $7)
)sql"};

constexpr db::Statement lock_code_sql{"tokens.lock_code", R"sql(
  select application_id, user_id, redirect_uri, scopes, code_challenge, expires_at, token_id
  from authorization_codes where code_hash = $1::bytea
  for update
)sql"};

constexpr db::Statement use_code_sql{"tokens.use_code", R"sql(
  update authorization_codes set token_id = $2 where code_hash = $1::bytea
)sql"};

constexpr db::Statement delete_codes_before_sql{"tokens.delete_codes_before", R"sql(
  delete from authorization_codes where expires_at < $1
)sql"};

template <class AnyId>
std::optional<AnyId> or_null(AnyId id) {
  return id ? std::optional(id) : std::nullopt;
}

std::optional<Issued> issued(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Issued{.id = row.get<TokenId>(0),
                .seed = db::from_bytea(row.text(1)),
                .application = row.get_or(2, ApplicationId{}),
                .user = row.get_or(3, UserId{}),
                .scopes = row.get<std::string>(4),
                .created_at = row.get<Timestamp>(5)};
}

}  // namespace

std::optional<Holder> holder_of(Tx& tx, std::string_view hash) {
  auto const rows = tx.query(holder_of_sql, db::Bytes{hash});
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Holder{.id = row.get<TokenId>(0),
                .application = row.get_or(1, ApplicationId{}),
                .user = row.get_or(2, UserId{}),
                .account = row.get_or(3, AccountId{}),
                .scopes = row.get<std::string>(4),
                .permissions = row.get_or(2, UserId{}) ? row.get<std::int64_t>(5) : 0,
                .confirmed = row.get<bool>(6),
                .approved = row.get_or(7, false),
                .disabled = row.get_or(8, false),
                .suspended = row.get<bool>(9),
                .created_at = row.get<Timestamp>(10),
                .revoked_at = row.maybe<Timestamp>(11),
                .last_used_at = row.maybe<Timestamp>(12)};
}

std::vector<TokenId> in_force(Tx& tx, std::span<TokenId const> ids) {
  std::vector<TokenId> found;
  for (auto const row : tx.query(in_force_sql, ids)) found.push_back(row.get<TokenId>(0));
  return found;
}

void touch(Tx& tx, TokenId id, UserId user, Timestamp when) {
  tx.execute(touch_sql, id, or_null(user), when);
}

std::optional<Issued> find(Tx& tx, TokenId id) {
  return issued(tx.query(find_sql, id));
}

std::optional<Issued> reusable(Tx& tx, ApplicationId application, UserId user, std::string_view scopes) {
  return issued(tx.query(reusable_sql, application, or_null(user), scopes));
}

void insert(Tx& tx, Issued const& token, std::string_view hash) {
  tx.execute(insert_sql, token.id, db::Bytes{hash},
             token.seed.empty() ? std::nullopt : std::optional(db::Bytes{token.seed}), or_null(token.application),
             or_null(token.user), token.scopes, token.created_at);
}

std::vector<std::string> scopes_granted(Tx& tx, ApplicationId application, UserId user) {
  std::vector<std::string> scopes;
  for (auto const row : tx.query(scopes_granted_sql, application, user)) scopes.push_back(row.get<std::string>(0));
  return scopes;
}

void revoke(Tx& tx, TokenId id, Timestamp when) {
  tx.execute(revoke_sql, id, when);
  tx.changed(change::token, id);
}

int revoke_application(Tx& tx, ApplicationId application, UserId user, Timestamp when) {
  auto const revoked = tx.query(revoke_application_sql, application, user, when).affected();
  tx.changed(change::token, "user:" + to_string(user));
  return static_cast<int>(revoked);
}

void revoke_user(Tx& tx, UserId user, Timestamp when) {
  tx.execute(revoke_user_sql, user, when);
  tx.changed(change::token, "user:" + to_string(user));
}

void insert_code(Tx& tx, std::string_view hash, Code const& code) {
  tx.execute(insert_code_sql, db::Bytes{hash}, code.application, code.user, code.redirect_uri, code.scopes,
             code.code_challenge, code.expires_at);
}

std::optional<Code> lock_code(Tx& tx, std::string_view hash) {
  auto const rows = tx.query(lock_code_sql, db::Bytes{hash});
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Code{.application = row.get<ApplicationId>(0),
              .user = row.get<UserId>(1),
              .redirect_uri = row.get<std::string>(2),
              .scopes = row.get<std::string>(3),
              .code_challenge = row.get<std::string>(4),
              .expires_at = row.get<Timestamp>(5),
              .token = row.get_or(6, TokenId{})};
}

void use_code(Tx& tx, std::string_view hash, TokenId token) {
  tx.execute(use_code_sql, db::Bytes{hash}, token);
}

void delete_codes_before(Tx& tx, Timestamp when) {
  tx.execute(delete_codes_before_sql, when);
}

}  // namespace dunlin::store::tokens
