#include "dunlin/store/sessions.hpp"

namespace dunlin::store::sessions {

namespace {

constexpr db::Statement find_sql{"sessions.find", R"sql(
  select id, user_id, created_at, last_seen_at from web_sessions where session_hash = $1::bytea
)sql"};

constexpr db::Statement insert_sql{"sessions.insert", R"sql(
  insert into web_sessions (id, session_hash, user_id, address, user_agent, created_at, last_seen_at)
  values ($1, $2::bytea, $3, $4::inet, $5, $6, $6)
)sql"};

constexpr db::Statement touch_sql{"sessions.touch", "update web_sessions set last_seen_at = $2 where id = $1"};
constexpr db::Statement remove_sql{"sessions.remove", "delete from web_sessions where session_hash = $1::bytea"};
constexpr db::Statement remove_all_sql{"sessions.remove_all", "delete from web_sessions where user_id = $1"};
constexpr db::Statement remove_older_sql{"sessions.remove_older",
                                         "delete from web_sessions where user_id = $1 and last_seen_at < $2"};

constexpr std::size_t longest_user_agent = 400;

}  // namespace

std::optional<Session> find(Tx& tx, std::string_view hash) {
  auto const rows = tx.query(find_sql, db::Bytes{hash});
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Session{.id = row.get<std::int64_t>(0),
                 .user = row.get<UserId>(1),
                 .created_at = row.get<Timestamp>(2),
                 .last_seen_at = row.get<Timestamp>(3)};
}

void insert(Tx& tx, Session const& session, std::string_view hash, Browser const& browser) {
  tx.execute(insert_sql, session.id, db::Bytes{hash}, session.user,
             browser.address.empty() ? std::nullopt : std::optional(browser.address),
             browser.user_agent.substr(0, longest_user_agent), session.created_at);
}

void touch(Tx& tx, std::int64_t id, Timestamp when) {
  tx.execute(touch_sql, id, when);
}
void remove(Tx& tx, std::string_view hash) {
  tx.execute(remove_sql, db::Bytes{hash});
}
void remove_all(Tx& tx, UserId user) {
  tx.execute(remove_all_sql, user);
}
void remove_older(Tx& tx, UserId user, Timestamp seen_before) {
  tx.execute(remove_older_sql, user, seen_before);
}

}  // namespace dunlin::store::sessions
