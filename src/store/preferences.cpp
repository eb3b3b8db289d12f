#include "dunlin/store/preferences.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::preferences {
namespace {

constexpr db::Statement find_sql{"preferences.find", R"sql(
  select u.id, u.default_visibility, u.default_sensitive, u.default_language,
    coalesce(u.settings->>'default_quote_policy', 'public'),
    coalesce(u.settings->>'web.display_media', 'default'),
    coalesce((u.settings->>'web.expand_content_warnings')::bool, false),
    coalesce((u.settings->>'web.auto_play')::bool, false),
    r.id, r.name, r.permissions | everyone.permissions, r.color, r.highlighted,
    (select count(*) from follow_requests q where q.target_id = u.account_id)
  from users u
  join roles everyone on everyone.id = -99
  join roles r on r.id = coalesce(u.role_id, -99)
  where u.account_id = $1
)sql"};

constexpr db::Statement update_sql{"preferences.update", R"sql(
  update users set default_visibility = $2, default_sensitive = $3, default_language = $4,
    settings = settings || jsonb_build_object('default_quote_policy', $5::text)
  where account_id = $1
)sql"};

}  // namespace

std::optional<Preferences> find(Tx& tx, AccountId account) {
  auto const rows = tx.query(find_sql, account);
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return Preferences{.user = row.get<UserId>(0),
                     .default_visibility = row.get<Visibility>(1),
                     .default_sensitive = row.get<bool>(2),
                     .default_language = row.get<std::string>(3),
                     .quote_policy = row.get<std::string>(4),
                     .expand_media = row.get<std::string>(5),
                     .expand_spoilers = row.get<bool>(6),
                     .autoplay_gifs = row.get<bool>(7),
                     .role = {.id = row.get<std::int64_t>(8),
                              .name = row.get<std::string>(9),
                              .permissions = row.get<std::int64_t>(10),
                              .color = row.get<std::string>(11),
                              .highlighted = row.get<bool>(12)},
                     .follow_requests = row.get<std::int64_t>(13)};
}

void update(Tx& tx, AccountId account, Preferences const& p) {
  tx.execute(update_sql, account, p.default_visibility, p.default_sensitive, p.default_language, p.quote_policy);
  tx.changed(change::account, account);
}

}  // namespace dunlin::store::preferences
