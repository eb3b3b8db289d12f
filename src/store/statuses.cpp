#include "dunlin/store/statuses.hpp"

#include <algorithm>
#include <array>

#include "by_id.hpp"
#include "dunlin/store/records.hpp"
#include "status_rows.hpp"

namespace dunlin::store {

std::vector<std::shared_ptr<Status const>> statuses_by_id(Records& records, db::Tx& tx, std::span<StatusId const> ids) {
  auto const find = [&](std::vector<StatusId> const& missing) { return statuses::find_many(tx, missing); };
  return by_id<StatusId, Status>(records.statuses, ids, find, [](Status const& s) {
    std::size_t bytes = sizeof s + text_bytes(s.emojis) + s.mentions.size() * sizeof(Mention);
    for (auto const* text : {&s.uri, &s.url, &s.text, &s.html.text(), &s.spoiler_text, &s.in_reply_to_uri,
                             &s.application_name, &s.application_website})
      bytes += text_bytes(*text);
    for (auto const& tag : s.tags) bytes += sizeof tag + text_bytes(tag.name) + text_bytes(tag.display_name);
    for (auto const& m : s.media)
      bytes += sizeof m + text_bytes(m.url) + text_bytes(m.preview_url) + text_bytes(m.remote_url) +
               text_bytes(m.description) + text_bytes(m.blurhash);
    return bytes;
  });
}

}  // namespace dunlin::store

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement find_sql{"statuses.find",
                                 "select " STATUS_COLUMNS STATUS_FROM "where s.id = $1 and s.deleted_at is null"};
constexpr db::Statement find_many_sql{"statuses.find_many", "select " STATUS_COLUMNS STATUS_FROM
                                                            "where s.id = any($1::bigint[]) and s.deleted_at is null"};
constexpr db::Statement by_uri_sql{"statuses.by_uri",
                                   "select " STATUS_COLUMNS STATUS_FROM "where s.uri = $1 and s.deleted_at is null"};
constexpr db::Statement find_visible_sql{"statuses.find_visible", "select " STATUS_COLUMNS STATUS_FROM JOIN_FOR_VISIBLE
                                                                  "where s.id = $2 and " BOTH_VISIBLE_TO_1};

std::optional<Status> first(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return read_status(rows[0]);
}

}  // namespace

std::optional<Status> find(Tx& tx, StatusId id) {
  return first(tx.query(find_sql, id));
}

std::vector<Status> find_many(Tx& tx, std::span<StatusId const> ids) {
  std::vector<Status> found;
  if (ids.empty()) return found;
  auto const rows = tx.query(find_many_sql, ids);
  found.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) found.push_back(read_status(row));
  return found;
}

std::optional<Status> by_uri(Tx& tx, std::string_view uri) {
  return first(tx.query(by_uri_sql, uri));
}

std::optional<Status> find_visible(Tx& tx, StatusId id, AccountId viewer) {
  return first(tx.query(find_visible_sql, viewer, id));
}

namespace {

constexpr db::Statement id_by_uri_sql{"statuses.id_by_uri",
                                      "select id from statuses where uri = $1 and deleted_at is null"};
constexpr db::Statement find_boost_sql{
    "statuses.find_boost", "select id from statuses where boost_of_id = $1 and author_id = $2 and deleted_at is null"};

std::optional<StatusId> first_id(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return rows[0].get<StatusId>(0);
}

}  // namespace

std::optional<StatusId> id_by_uri(Tx& tx, std::string_view uri) {
  return first_id(tx.query(id_by_uri_sql, uri));
}

std::optional<StatusId> find_boost(Tx& tx, AccountId booster, StatusId original) {
  return first_id(tx.query(find_boost_sql, original, booster));
}

namespace {

// Visible ones, in the order asked for.
#define FROM_ASKED                                                                                                     \
  "from unnest($2::bigint[]) with ordinality as asked(id, place) join statuses s on s.id = asked.id " JOIN_FOR_VISIBLE \
  "where " BOTH_VISIBLE_TO_1 "order by asked.place"

constexpr db::Statement visible_to_sql{"statuses.visible_to", "select s.id " FROM_ASKED};

constexpr db::Statement views_sql{"statuses.views", R"sql(
  select s.id,
    exists (select from favourites where status_id = coalesce(o.id, s.id) and account_id = $1),
    exists (select from statuses b where b.boost_of_id = coalesce(o.id, s.id) and b.author_id = $1
      and b.deleted_at is null and b.boost_of_id is not null),
    exists (select from bookmarks where status_id = coalesce(o.id, s.id) and account_id = $1),
    coalesce(o.author_id, s.author_id) = $1
      and exists (select from pins where status_id = coalesce(o.id, s.id) and account_id = $1),
    exists (select from conversation_mutes
      where account_id = $1 and conversation_id = coalesce(o.conversation_id, s.conversation_id))
)sql" FROM_ASKED};

}  // namespace

std::vector<StatusId> visible_to(Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  std::vector<StatusId> visible;
  if (ids.empty()) return visible;
  auto const rows = tx.query(visible_to_sql, viewer, ids);
  visible.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) visible.push_back(row.get<StatusId>(0));
  return visible;
}

std::vector<View> views(Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  std::vector<View> views;
  views.reserve(ids.size());
  if (!viewer) {
    for (auto const id : visible_to(tx, viewer, ids)) views.push_back({.id = id});
    return views;
  }
  if (ids.empty()) return views;
  for (auto const row : tx.query(views_sql, viewer, ids))
    views.push_back({.id = row.get<StatusId>(0),
                     .favourited = row.get<bool>(1),
                     .boosted = row.get<bool>(2),
                     .bookmarked = row.get<bool>(3),
                     .pinned = row.get<bool>(4),
                     .muted = row.get<bool>(5)});
  return views;
}

namespace {

constexpr db::Statement attachable_sql{"statuses.attachable", "select json_agg(" MEDIA_JSON R"sql() from media m
  where m.id = any($1::bigint[]) and m.account_id = $2 and (m.status_id is null or m.status_id = $3)
)sql"};

}  // namespace

std::vector<Media> attachable(Tx& tx, AccountId account, StatusId status, std::span<MediaId const> ids) {
  if (ids.empty()) return {};
  auto media = read_media(tx.query(attachable_sql, ids, account, status)[0].text(0));
  std::ranges::sort(media, {}, [&](Media const& m) { return std::ranges::find(ids, m.id) - ids.begin(); });
  return media;
}

}  // namespace dunlin::store::statuses
