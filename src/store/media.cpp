#include "dunlin/store/media.hpp"

#include "dunlin/store/records.hpp"
#include "media_meta.hpp"
#include "status_rows.hpp"

namespace dunlin::store::media {
namespace {

constexpr db::Statement insert_sql{"media.insert", R"sql(
  insert into media (id, account_id, kind, type, url, preview_url, file, preview_file, description, blurhash, width,
    height, focus_x, focus_y, created_at, loose_since, state, meta)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17::jsonb)
)sql"};

constexpr db::Statement find_own_sql{"media.find_own", "select json_build_array(" MEDIA_JSON R"sql(),
    m.status_id is not null from media m where m.id = $1 and m.account_id = $2
)sql"};

constexpr db::Statement find_waiting_sql{"media.find_waiting", "select json_build_array(" MEDIA_JSON R"sql(), m.file,
    m.preview_file from media m where m.id = $1 and m.state = 1
)sql"};

constexpr db::Statement finish_sql{"media.finish", R"sql(
  with former as (select file, preview_file from media where id = $1 and state = 1 for update)
  update media m set kind = $2, type = $3, url = $4, file = $6, width = $9, height = $10, state = $11,
    preview_url = case when former.preview_file = '' then $5 else m.preview_url end,
    preview_file = case when former.preview_file = '' then $7 else former.preview_file end,
    blurhash = case when former.preview_file = '' then $8 else m.blurhash end,
    meta = $12::jsonb || m.meta
  from former where m.id = $1
  returning former.file, case when former.preview_file in ('', $7) then '' else $7 end
)sql"};

constexpr db::Statement replace_preview_sql{"media.replace_preview", R"sql(
  with former as (select preview_file from media where id = $1 for update)
  update media m set preview_url = $2, preview_file = $3, blurhash = $4, meta = meta || $5::jsonb
  from former where m.id = $1
  returning former.preview_file, coalesce(m.status_id, 0)
)sql"};

constexpr db::Statement describe_sql{"media.describe", R"sql(
  update media set description = $2, focus_x = $3, focus_y = $4 where id = $1 returning coalesce(status_id, 0)
)sql"};

constexpr db::Statement remove_loose_sql{
    "media.remove_loose",
    "delete from media where id = $1 and account_id = $2 and status_id is null and scheduled_id is null "
    "returning file, preview_file"};

constexpr db::Statement sweep_sql{"media.sweep", R"sql(
  delete from media where id in (
    select id from media where status_id is null and scheduled_id is null and loose_since < $1 order by loose_since limit $2
    for update skip locked)
  returning file, preview_file
)sql"};

constexpr db::Statement remove_of_sql{"media.remove_of",
                                      "delete from media where status_id = $1 returning file, preview_file"};

/// Of what was deleted; remote media have none.
std::vector<std::string> files_in(db::Rows const& rows) {
  std::vector<std::string> files;
  for (auto const row : rows)
    for (int const column : {0, 1})
      if (!row.text(column).empty()) files.push_back(row.get<std::string>(column));
  return files;
}

}  // namespace

void insert(Tx& tx, Media const& m, Files const& files, Timestamp now) {
  tx.execute(insert_sql, m.id, m.account, m.kind, m.type, m.url, m.preview_url, files.whole, files.preview,
             m.description, m.blurhash, m.width, m.height, m.focus_x, m.focus_y, now, m.state, media_meta(m));
}

std::optional<Waiting> find_waiting(Tx& tx, MediaId id) {
  auto const rows = tx.query(find_waiting_sql, id);
  if (rows.empty()) return std::nullopt;
  return Waiting{std::move(read_media(rows[0].text(0)).front()),
                 {rows[0].get<std::string>(1), rows[0].get<std::string>(2)}};
}

std::optional<std::vector<std::string>> finish(Tx& tx, Media const& m, Files const& files) {
  auto const rows = tx.query(finish_sql, m.id, m.kind, m.type, m.url, m.preview_url, files.whole, files.preview,
                             m.blurhash, m.width, m.height, m.state, media_meta(m));
  if (rows.empty()) return std::nullopt;
  return files_in(rows);
}

std::string replace_preview(Tx& tx, Media const& m, std::string const& file) {
  auto const rows = tx.query(replace_preview_sql, m.id, m.preview_url, file, m.blurhash, media_meta(m));
  if (rows.empty()) return {};
  if (auto const status = rows[0].get<StatusId>(1)) tx.changed(change::status, status);
  return rows[0].get<std::string>(0);
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

std::optional<std::vector<std::string>> remove_loose(Tx& tx, AccountId account, MediaId id) {
  auto const rows = tx.query(remove_loose_sql, id, account);
  if (rows.empty()) return std::nullopt;
  return files_in(rows);
}

std::vector<std::string> remove_of(Tx& tx, StatusId status) {
  return files_in(tx.query(remove_of_sql, status));
}

std::vector<std::string> sweep(Tx& tx, Timestamp loose_before, int most) {
  return files_in(tx.query(sweep_sql, loose_before, most));
}

}  // namespace dunlin::store::media
