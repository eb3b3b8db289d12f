#include "dunlin/store/users.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::users {

namespace {

#define SELECT_USER                                                                                            \
  "select u.id, u.account_id, a.username, u.email, u.password_hash, u.role_id, coalesce(r.name, ''), "         \
  "coalesce(r.permissions, 0), u.locale, u.confirmed_at, u.approved, u.disabled, a.suspended_at is not null, " \
  "u.reason, u.default_visibility, u.default_sensitive, u.default_language, u.created_at, "                    \
  "coalesce(u.settings->>'default_quote_policy', 'public') "                                                   \
  "from users u join accounts a on a.id = u.account_id left join roles r on r.id = u.role_id "
constexpr db::Statement find_sql{"users.find", SELECT_USER "where u.id = $1"};
constexpr db::Statement by_account_sql{"users.by_account", SELECT_USER "where u.account_id = $1"};
#undef SELECT_USER

constexpr db::Statement id_by_email_sql{"users.id_by_email", "select id from users where lower(email) = lower($1)"};
constexpr db::Statement id_by_username_sql{"users.id_by_username", R"sql(
  select u.id from users u join accounts a on a.id = u.account_id
  where lower(a.username) = lower($1) and lower(coalesce(a.domain, '')) = ''
)sql"};

constexpr db::Statement insert_sql{"users.insert", R"sql(
  insert into users (id, account_id, email, password_hash, role_id, locale, confirmed_at, approved, disabled, reason,
                     default_visibility, default_sensitive, default_language, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
)sql"};

constexpr db::Statement set_password_sql{"users.set_password", "update users set password_hash = $2 where id = $1"};
constexpr db::Statement set_email_sql{"users.set_email", "update users set email = $2 where id = $1"};
constexpr db::Statement set_role_sql{"users.set_role", "update users set role_id = $2 where id = $1"};
constexpr db::Statement set_confirmed_sql{"users.set_confirmed",
                                          "update users set confirmed_at = coalesce(confirmed_at, $2) where id = $1"};
constexpr db::Statement set_approved_sql{"users.set_approved", "update users set approved = $2 where id = $1"};
constexpr db::Statement set_disabled_sql{"users.set_disabled", "update users set disabled = $2 where id = $1"};
constexpr db::Statement set_posting_defaults_sql{"users.set_posting_defaults", R"sql(
  update users set default_visibility = $2, default_sensitive = $3, default_language = $4 where id = $1
)sql"};
constexpr db::Statement role_named_sql{"users.role_named", "select id from roles where name = $1 and id > 0"};
constexpr db::Statement role_names_sql{"users.role_names", "select name from roles where id > 0 order by position"};

// Nobody is looked for too when nobody was named: a sign-in must not tell by its time who exists.
std::optional<User> only(Tx& tx, db::Rows const& ids) {
  return find(tx, ids.empty() ? UserId{} : ids[0].get<UserId>(0));
}

std::optional<User> first(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return User{.id = row.get<UserId>(0),
              .account = row.get<AccountId>(1),
              .username = row.get<std::string>(2),
              .email = row.get<std::string>(3),
              .password_hash = row.get<std::string>(4),
              .role = row.get_or<std::int64_t>(5, 0),
              .role_name = row.get<std::string>(6),
              .permissions = row.get<std::int64_t>(7),
              .locale = row.get<std::string>(8),
              .confirmed_at = row.maybe<Timestamp>(9),
              .approved = row.get<bool>(10),
              .disabled = row.get<bool>(11),
              .suspended = row.get<bool>(12),
              .reason = row.get<std::string>(13),
              .default_visibility = row.get<Visibility>(14),
              .default_sensitive = row.get<bool>(15),
              .default_language = row.get<std::string>(16),
              .default_quote_policy = row.get<std::string>(18),
              .created_at = row.get<Timestamp>(17)};
}

}  // namespace

std::optional<User> find(Tx& tx, UserId id) {
  return first(tx.query(find_sql, id));
}
std::optional<User> by_account(Tx& tx, AccountId account) {
  return first(tx.query(by_account_sql, account));
}
std::optional<User> by_email(Tx& tx, std::string_view email) {
  return only(tx, tx.query(id_by_email_sql, email));
}
std::optional<User> by_username(Tx& tx, std::string_view username) {
  return only(tx, tx.query(id_by_username_sql, username));
}

void insert(Tx& tx, User const& user) {
  tx.query(insert_sql, user.id, user.account, user.email, user.password_hash,
           user.role ? std::optional(user.role) : std::nullopt, user.locale, user.confirmed_at, user.approved,
           user.disabled, user.reason, user.default_visibility, user.default_sensitive, user.default_language,
           user.created_at);
}

void set_password(Tx& tx, UserId id, std::string_view hash) {
  tx.execute(set_password_sql, id, hash);
}
void set_email(Tx& tx, UserId id, std::string_view email) {
  tx.query(set_email_sql, id, email);
}

namespace {

/// The account's record shows whether its login is awaited, and a role that wants to be seen.
void standing_changed(Tx& tx, UserId id) {
  tx.changed(change::token, "user:" + to_string(id));
  if (auto const user = find(tx, id)) tx.changed(change::account, user->account);
}

}  // namespace

void set_role(Tx& tx, UserId id, std::optional<std::int64_t> role) {
  tx.execute(set_role_sql, id, role);
  standing_changed(tx, id);
}

void set_confirmed(Tx& tx, UserId id, Timestamp when) {
  tx.execute(set_confirmed_sql, id, when);
  standing_changed(tx, id);
}

void set_approved(Tx& tx, UserId id, bool approved) {
  tx.execute(set_approved_sql, id, approved);
  standing_changed(tx, id);
}

void set_disabled(Tx& tx, UserId id, bool disabled) {
  tx.execute(set_disabled_sql, id, disabled);
  standing_changed(tx, id);
}

void set_posting_defaults(Tx& tx, UserId id, Visibility visibility, bool sensitive, std::string_view language) {
  tx.execute(set_posting_defaults_sql, id, visibility, sensitive, language);
}

std::optional<std::int64_t> role_named(Tx& tx, std::string_view name) {
  auto const rows = tx.query(role_named_sql, name);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<std::int64_t>(0);
}

std::vector<std::string> role_names(Tx& tx) {
  std::vector<std::string> names;
  for (auto const row : tx.query(role_names_sql)) names.push_back(row.get<std::string>(0));
  return names;
}

}  // namespace dunlin::store::users
