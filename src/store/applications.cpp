#include "dunlin/store/applications.hpp"

namespace dunlin::store::applications {

namespace {

constexpr db::Statement find_sql{"applications.find", R"sql(
  select id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at
  from applications where id = $1
)sql"};

constexpr db::Statement by_client_id_sql{"applications.by_client_id", R"sql(
  select id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at
  from applications where client_id = $1
)sql"};

constexpr db::Statement insert_sql{"applications.insert", R"sql(
  insert into applications (id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at)
  values ($1, $2, $3::bytea, $4, $5, $6::text[], $7, $8)
)sql"};

constexpr db::Statement authorized_by_sql{"applications.authorized_by", R"sql(
  select a.id, a.client_id, a.secret_hash, a.name, a.website, a.redirect_uris, a.scopes, a.created_at,
         string_agg(distinct t.scopes, ' '), min(t.created_at), max(t.last_used_at)
  from access_tokens t
  join applications a on a.id = t.application_id
  where t.user_id = $1 and t.revoked_at is null
  group by a.id
  order by min(t.created_at) desc
)sql"};

Application from_row(db::Row row) {
  return {.id = row.get<ApplicationId>(0),
          .client_id = row.get<std::string>(1),
          .secret_hash = db::from_bytea(row.text(2)),
          .name = row.get<std::string>(3),
          .website = row.get<std::string>(4),
          .redirect_uris = row.get<std::vector<std::string>>(5),
          .scopes = row.get<std::string>(6),
          .created_at = row.get<Timestamp>(7)};
}

std::optional<Application> only(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return from_row(rows[0]);
}

}  // namespace

std::optional<Application> find(Tx& tx, ApplicationId id) {
  return only(tx.query(find_sql, id));
}

std::optional<Application> by_client_id(Tx& tx, std::string_view client_id) {
  return only(tx.query(by_client_id_sql, client_id));
}

void insert(Tx& tx, Application const& application) {
  tx.execute(insert_sql, application.id, application.client_id, db::Bytes{application.secret_hash}, application.name,
             application.website, application.redirect_uris, application.scopes, application.created_at);
}

std::vector<Authorized> authorized_by(Tx& tx, UserId user) {
  std::vector<Authorized> all;
  for (auto const row : tx.query(authorized_by_sql, user))
    all.push_back({.application = from_row(row),
                   .scopes = row.get<std::string>(8),
                   .since = row.get<Timestamp>(9),
                   .last_used_at = row.maybe<Timestamp>(10)});
  return all;
}

}  // namespace dunlin::store::applications
