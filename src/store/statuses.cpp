#include "dunlin/store/statuses.hpp"

#include <algorithm>
#include <utility>

#include "by_id.hpp"
#include "dunlin/store/records.hpp"
#include "status_rows.hpp"

namespace dunlin::store {

std::vector<std::shared_ptr<Status const>> statuses_by_id(Records& records, db::Tx& tx, std::span<StatusId const> ids) {
  auto const find = [&](std::vector<StatusId> const& missing) { return statuses::find_many(tx, missing); };
  return by_id<StatusId, Status>(records.statuses, tx, ids, find, [](Status const& s) {
    std::size_t bytes = sizeof s + text_bytes(s.emojis) + s.mentions.size() * sizeof(Mention);
    for (auto const* text : {&s.uri, &s.url, &s.text, &s.html.text(), &s.spoiler_text, &s.in_reply_to_uri,
                             &s.application_name, &s.application_website})
      bytes += text_bytes(*text);
    for (auto const& tag : s.tags) bytes += sizeof tag + text_bytes(tag.name) + text_bytes(tag.display_name);
    for (auto const& m : s.media)
      bytes += sizeof m + text_bytes(m.url) + text_bytes(m.preview_url) + text_bytes(m.remote_url) +
               text_bytes(m.description) + text_bytes(m.blurhash) + text_bytes(m.playing.frame_rate) +
               text_bytes(m.playing.sound_codec) + text_bytes(m.playing.sound_channels);
    if (s.poll)
      for (auto const& option : s.poll->options) bytes += sizeof option + text_bytes(option.title);
    if (s.card) bytes += bytes_of(*s.card);
    if (s.reactions)
      for (auto const& r : *s.reactions)
        bytes += sizeof r + text_bytes(r.name) + text_bytes(r.domain) + text_bytes(r.url);
    return bytes;
  });
}

}  // namespace dunlin::store

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement find_sql{"statuses.find",
                                 "select " STATUS_COLUMNS STATUS_FROM "where s.id = $1 and s.deleted_at is null"};
constexpr db::Statement by_uri_sql{"statuses.by_uri",
                                   "select " STATUS_COLUMNS STATUS_FROM "where s.uri = $1 and s.deleted_at is null"};
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
  // PostgreSQL would plan the big statement anew for every short list; this one it plans once.
  if (ids.size() == 1) {
    if (auto status = find(tx, ids[0])) found.push_back(std::move(*status));
    return found;
  }
  auto const rows = tx.query(find_many_sql, ids);
  found.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) found.push_back(read_status(row));
  return found;
}

std::optional<Status> by_uri(Tx& tx, std::string_view uri) {
  return first(tx.query(by_uri_sql, uri));
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

// Locked, so that two posts at the same time cannot both take one.
constexpr db::Statement attachable_sql{"statuses.attachable", "select json_agg(" MEDIA_JSON R"sql() from (
  select * from media
  where id = any($1::bigint[]) and account_id = $2 and (status_id is null or status_id = $3) and scheduled_id is null
  for update) m
)sql"};

}  // namespace

std::vector<Media> attachable(Tx& tx, AccountId account, StatusId status, std::span<MediaId const> ids) {
  if (ids.empty()) return {};
  auto media = read_media(tx.query(attachable_sql, ids, account, status)[0].text(0));
  std::ranges::sort(media, {}, [&](Media const& m) { return std::ranges::find(ids, m.id) - ids.begin(); });
  return media;
}

}  // namespace dunlin::store::statuses
