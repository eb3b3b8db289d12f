#include "dunlin/store/media_files.hpp"

#include "dunlin/domain/ids.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::store::media_files {
namespace {

constexpr db::Statement named_among_sql{"media_files.named_among", R"sql(
  select file from media where file = any($1::text[]) and file <> ''
  union select preview_file from media where preview_file = any($1::text[]) and preview_file <> ''
  union select avatar_file from accounts where avatar_file = any($1::text[]) and avatar_file <> ''
  union select header_file from accounts where header_file = any($1::text[]) and header_file <> ''
  union select file from custom_emojis where file = any($1::text[])
  union select file from remote_files where file = any($1::text[])
)sql"};

constexpr db::Statement named_after_sql{"media_files.named_after", R"sql(
  select key from (
    (select file as key from media where file > $1 and file <> '' order by file limit $2)
    union all (select preview_file from media where preview_file > $1 and preview_file <> ''
      order by preview_file limit $2)
    union all (select avatar_file from accounts where avatar_file > $1 and avatar_file <> ''
      order by avatar_file limit $2)
    union all (select header_file from accounts where header_file > $1 and header_file <> ''
      order by header_file limit $2)
    union all (select file from custom_emojis where file > $1 order by file limit $2)
    union all (select file from remote_files where file > $1 and ready order by file limit $2)) named
  order by key limit $2
)sql"};

constexpr db::Statement find_owner_sql{"media_files.find_owner", R"sql(
  select case when m.file = $1 then 'attachment' else 'preview' end, a.username,
    coalesce(nullif(s.url, ''), s.uri, '')
  from media m join accounts a on a.id = m.account_id left join statuses s on s.id = m.status_id and s.deleted_at is null
  where m.file = $1 or m.preview_file = $1
  union all select 'avatar', username, '' from accounts where avatar_file = $1
  union all select 'header', username, '' from accounts where header_file = $1
  union all select 'emoji', shortcode, '' from custom_emojis where file = $1
  limit 1
)sql"};

constexpr db::Statement readdress_media_sql{"media_files.readdress_media", R"sql(
  update media set url = case when file = any($1::text[]) then $2 || file else url end,
    preview_url = case when preview_file = any($1::text[]) then $2 || preview_file else preview_url end
  where file = any($1::text[]) or preview_file = any($1::text[])
  returning coalesce(status_id, 0)
)sql"};
constexpr db::Statement readdress_accounts_sql{"media_files.readdress_accounts", R"sql(
  update accounts set avatar_url = case when avatar_file = any($1::text[]) then $2 || avatar_file else avatar_url end,
    header_url = case when header_file = any($1::text[]) then $2 || header_file else header_url end
  where avatar_file = any($1::text[]) or header_file = any($1::text[])
  returning id
)sql"};

#define READDRESS_EMOJIS(table)                                                                           \
  "update " table " set emojis = replace(emojis::text, $1, $2)::jsonb where id in (select id from " table \
  " where emojis <> '[]' and strpos(emojis::text, $1) > 0 limit $3) returning id"
constexpr db::Statement readdress_status_emojis_sql{"media_files.readdress_status_emojis",
                                                    READDRESS_EMOJIS("statuses")};
constexpr db::Statement readdress_account_emojis_sql{"media_files.readdress_account_emojis",
                                                     READDRESS_EMOJIS("accounts")};

std::vector<std::string> keys_in(db::Rows const& rows) {
  std::vector<std::string> keys;
  for (auto const row : rows) keys.push_back(row.get<std::string>(0));
  return keys;
}

}  // namespace

std::vector<std::string> named_among(Tx& tx, std::span<std::string const> keys) {
  if (keys.empty()) return {};
  return keys_in(tx.query(named_among_sql, keys));
}

std::vector<std::string> named_after(Tx& tx, std::string_view key, int most) {
  return keys_in(tx.query(named_after_sql, key, most));
}

std::optional<Owner> find_owner(Tx& tx, std::string_view key) {
  if (key.empty()) return std::nullopt;
  auto const rows = tx.query(find_owner_sql, key);
  if (rows.empty()) return std::nullopt;
  return Owner{rows[0].get<std::string>(0), rows[0].get<std::string>(1), rows[0].get<std::string>(2)};
}

void readdress(Tx& tx, std::span<std::string const> keys, std::string_view root_url) {
  for (auto const row : tx.query(readdress_media_sql, keys, root_url))
    if (auto const status = row.get<StatusId>(0)) tx.changed(change::status, status);
  for (auto const row : tx.query(readdress_accounts_sql, keys, root_url))
    tx.changed(change::account, row.get<AccountId>(0));
}

int readdress_emojis(Tx& tx, std::string_view former_root_url, std::string_view root_url, int most) {
  auto const statuses = tx.query(readdress_status_emojis_sql, former_root_url, root_url, most);
  for (auto const row : statuses) tx.changed(change::status, row.get<StatusId>(0));
  auto const accounts = tx.query(readdress_account_emojis_sql, former_root_url, root_url, most);
  for (auto const row : accounts) tx.changed(change::account, row.get<AccountId>(0));
  return static_cast<int>(statuses.size() + accounts.size());
}

}  // namespace dunlin::store::media_files
