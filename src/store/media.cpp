#include "dunlin/store/media.hpp"

#include "dunlin/store/records.hpp"
#include "status_rows.hpp"

namespace dunlin::store::media {
namespace {

constexpr db::Statement insert_sql{"media.insert", R"sql(
  insert into media (id, account_id, kind, type, url, file, description, blurhash, width, height, focus_x, focus_y,
    created_at, loose_since)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
)sql"};

constexpr db::Statement find_own_sql{"media.find_own", "select json_build_array(" MEDIA_JSON R"sql(),
    m.status_id is not null from media m where m.id = $1 and m.account_id = $2
)sql"};

constexpr db::Statement describe_sql{"media.describe", R"sql(
  update media set description = $2, focus_x = $3, focus_y = $4 where id = $1 returning coalesce(status_id, 0)
)sql"};

constexpr db::Statement remove_loose_sql{
    "media.remove_loose",
    "delete from media where id = $1 and account_id = $2 and status_id is null and scheduled_id is null "
    "returning file"};

constexpr db::Statement sweep_sql{"media.sweep", R"sql(
  delete from media where id in (
    select id from media where status_id is null and scheduled_id is null and loose_since < $1 order by loose_since limit $2
    for update skip locked)
  returning file
)sql"};

constexpr db::Statement remove_of_sql{"media.remove_of", "delete from media where status_id = $1 returning file"};

}  // namespace

void insert(Tx& tx, Media const& m, std::string_view file, Timestamp now) {
  tx.execute(insert_sql, m.id, m.account, m.kind, m.type, m.url, file, m.description, m.blurhash, m.width, m.height,
             m.focus_x, m.focus_y, now);
}

std::optional<Upload> find_own(Tx& tx, AccountId account, MediaId id) {
  auto const rows = tx.query(find_own_sql, id, account);
  if (rows.empty()) return std::nullopt;
  return Upload{std::move(read_media(rows[0].text(0)).front()), rows[0].get<bool>(1)};
}

void describe(Tx& tx, Media const& media) {
  auto const rows = tx.query(describe_sql, media.id, media.description, media.focus_x, media.focus_y);
  for (auto const row : rows)
    if (auto const status = row.get<StatusId>(0)) tx.changed(change::status, status);
}

std::optional<std::string> remove_loose(Tx& tx, AccountId account, MediaId id) {
  auto const rows = tx.query(remove_loose_sql, id, account);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<std::string>(0);
}

std::vector<std::string> remove_of(Tx& tx, StatusId status) {
  std::vector<std::string> files;
  for (auto const row : tx.query(remove_of_sql, status)) files.push_back(row.get<std::string>(0));
  return files;
}

std::vector<std::string> sweep(Tx& tx, Timestamp loose_before, int most) {
  std::vector<std::string> files;
  for (auto const row : tx.query(sweep_sql, loose_before, most)) files.push_back(row.get<std::string>(0));
  return files;
}

}  // namespace dunlin::store::media
