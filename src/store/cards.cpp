#include "dunlin/store/cards.hpp"

#include <chrono>

#include "card_rows.hpp"
#include "dunlin/store/records.hpp"
#include "windows.hpp"

namespace dunlin::store::cards {
namespace {

constexpr db::Statement attach_sql{"cards.attach", R"sql(
  with made as (
    insert into cards (id, url, domain) values ($1, $3, $4)
    on conflict (url) do update set url = excluded.url
    returning id, fetched_at),
  tied as (
    insert into status_cards (status_id, card_id) select $2, id from made
    on conflict (status_id) do update set card_id = excluded.card_id)
  select id, fetched_at from made
)sql"};
constexpr db::Statement detach_sql{"cards.detach", "delete from status_cards where status_id = $1 returning status_id"};
constexpr db::Statement find_sql{"cards.find", "select id, url, fetched_at from cards where id = $1"};
constexpr db::Statement fill_sql{"cards.fill", R"sql(
  update cards set type = $2, title = $3, description = $4, language = $5, author_name = $6, author_url = $7,
    author_id = nullif($8::bigint, 0), claimed_author_id = nullif($9::bigint, 0), provider_name = $10,
    provider_url = $11, html = $12, width = $13, height = $14, image_url = $15, image_description = $16,
    embed_url = $17, published_at = $18, fetched_at = $19
  where id = $1
)sql"};
constexpr db::Statement publisher_sql{
    "cards.publisher", "insert into card_publishers (id, domain) values ($1, $2) on conflict (domain) do nothing"};
constexpr db::Statement shown_by_sql{
    "cards.shown_by", "select status_id from status_cards where card_id = $1 order by status_id desc limit 2000"};
constexpr db::Statement note_failure_sql{"cards.note_failure", "update cards set fetched_at = $2 where id = $1"};

#define TIMELINE(direction)                                                                          \
  "select s.id from status_cards x join statuses s on s.id = x.status_id "                           \
  "where x.card_id = $2 and s.deleted_at is null and s.visibility = 0 and s.boost_of_id is null "    \
  "and ($3 = 0 or ($3 = 1 and s.local) or ($3 = 2 and not s.local)) "                                \
  "and ($1::bigint <> 0 or not s.local_only) and exists (select from accounts a "                    \
  "where a.id = s.author_id and a.suspended_at is null and a.silenced_at is null "                   \
  "and not exists (select from account_domain_blocks where account_id = $1 and domain = a.domain)) " \
  "and not exists (select from blocks where account_id = $1 and target_id = s.author_id) "           \
  "and not exists (select from blocks where account_id = s.author_id and target_id = $1) "           \
  "and not exists (select from mutes where account_id = $1 and target_id = s.author_id "             \
  "and (expires_at is null or expires_at > now())) "                                                 \
  "and x.status_id < $4 and x.status_id > $5 order by x.status_id " direction " limit $6"

constexpr Windowed timeline_sql{{"cards.timeline", TIMELINE("desc"), true},
                                {"cards.timeline_above", TIMELINE("asc"), true}};

constexpr db::Statement history_sql{"cards.history", R"sql(
  select x.card_id, $3::date - (s.created_at at time zone 'UTC')::date, count(*), count(distinct s.author_id)
  from status_cards x join statuses s on s.id = x.status_id
  where x.card_id = any($1::bigint[]) and x.status_id > $2 and s.deleted_at is null and s.visibility = 0
  group by 1, 2
)sql"};

Page read_page(db::Row const& row, std::string url) {
  return {row.get<CardId>(0), std::move(url), row.maybe<Timestamp>(1)};
}

}  // namespace

Page attach(Tx& tx, StatusId status, std::string_view url, std::string_view domain, Timestamp now) {
  auto const rows = tx.query(attach_sql, tx.next_id<CardId>(now), status, url, domain);
  auto page = read_page(rows[0], std::string(url));
  if (page.fetched_at) tx.changed(change::status, status);
  return page;
}

void detach(Tx& tx, StatusId status) {
  if (!tx.query(detach_sql, status).empty()) tx.changed(change::status, status);
}

std::optional<Page> find(Tx& tx, CardId id) {
  auto const rows = tx.query(find_sql, id);
  if (rows.empty()) return std::nullopt;
  return Page{rows[0].get<CardId>(0), rows[0].get<std::string>(1), rows[0].maybe<Timestamp>(2)};
}

void fill(Tx& tx, Card const& c, std::string_view domain, Timestamp now) {
  tx.execute(fill_sql, c.id, c.type, c.title, c.description, c.language, c.author_name, c.author_url, c.author,
             c.claimed_author, c.provider_name, c.provider_url, c.html, c.width, c.height, c.image_url,
             c.image_description, c.embed_url, c.published_at, now);
  tx.execute(publisher_sql, tx.next_id<Id<struct PublisherTag>>(now), domain);
  for (auto const row : tx.query(shown_by_sql, c.id)) tx.changed(change::status, row.get<StatusId>(0));
}

void note_failure(Tx& tx, CardId id, Timestamp now) {
  tx.execute(note_failure_sql, id, now);
}

std::vector<StatusId> timeline(Tx& tx, AccountId viewer, CardId id, timelines::Origin origin, Window const& window) {
  auto const read = [](db::Row const& row) { return row.get<StatusId>(0); };
  return read_window(tx, timeline_sql, window, read, viewer, id, origin);
}

std::unordered_map<CardId, tags::History> history(Tx& tx, std::span<CardId const> cards, Timestamp now) {
  std::unordered_map<CardId, tags::History> histories;
  if (cards.empty()) return histories;
  auto const first = std::chrono::floor<std::chrono::days>(now) - std::chrono::days(tags::history_days - 1);
  auto const first_id = std::chrono::sys_time<Duration>(first).time_since_epoch().count() << 16;
  for (auto const row : tx.query(history_sql, cards, first_id, iso_date(now))) {
    auto const age = row.get<std::int32_t>(1);
    if (age < 0 || age >= tags::history_days) continue;
    histories[row.get<CardId>(0)][static_cast<std::size_t>(age)] = {row.get<std::int64_t>(2), row.get<std::int64_t>(3)};
  }
  return histories;
}

#undef TIMELINE

}  // namespace dunlin::store::cards
