// Inserting, changing and removing statuses, with everything that is counted or told because of it.
#include <algorithm>
#include <utility>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/amend.hpp"
#include "dunlin/store/direct.hpp"
#include "dunlin/store/featured_tags.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/quotes.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/tags.hpp"
#include "emoji_rows.hpp"
#include "status_rows.hpp"

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement insert_sql{"statuses.insert", R"sql(
  with thread as (insert into conversations (id) values ($16) on conflict do nothing),
  new as (
    insert into statuses (id, author_id, uri, url, local, text, html, spoiler_text, sensitive, visibility, local_only,
      reply_groups, language, in_reply_to_id, in_reply_to_account_id, in_reply_to_uri, conversation_id, application_id,
      emojis, created_at, edited_at, updated_at, quote_policy)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $22, $12, nullif($13::bigint, 0), nullif($14::bigint, 0),
      $15, $16, nullif($17::bigint, 0), $18::jsonb, $19, $20, $21, $23)
    on conflict (uri) do nothing
    returning id),
  parent as (
    insert into status_stats (status_id, replies_count)
    select $13, 1 from new where $13 <> 0 and $10 in (0, 1)
    on conflict (status_id) do update set replies_count = status_stats.replies_count + 1)
  select id from new
)sql"};
constexpr db::Statement mention_sql{"statuses.mention", R"sql(
  insert into mentions (status_id, account_id, silent)
  select $1, account, silent from unnest($2::bigint[], $3::bool[]) as named(account, silent)
  on conflict (status_id, account_id) do update set silent = excluded.silent
)sql"};
constexpr db::Statement tag_sql{"statuses.tag", R"sql(
  insert into status_tags (tag_id, status_id) select tag, $1 from unnest($2::bigint[]) as tag on conflict do nothing
)sql"};
constexpr db::Statement attach_sql{"statuses.attach", R"sql(
  update media set status_id = $1, scheduled_id = null, former = false, position = asked.place
  from unnest($2::bigint[]) with ordinality as asked(id, place) where media.id = asked.id
)sql"};
// Media of other servers come with their status; their ids are ours.
constexpr db::Statement insert_media_sql{"statuses.insert_media", R"sql(
  insert into media (id, account_id, status_id, position, kind, type, url, preview_url, remote_url, description,
    blurhash, width, height, focus_x, focus_y, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
)sql"};

void write_mentions(Tx& tx, Status const& status) {
  if (status.mentions.empty()) return;
  std::vector<AccountId> accounts;
  std::vector<std::string> silent;
  for (auto const& mention : status.mentions) {
    accounts.push_back(mention.account);
    silent.push_back(mention.silent ? "t" : "f");
  }
  tx.execute(mention_sql, status.id, accounts, silent);
}

void write_tags(Tx& tx, Status const& status) {
  if (status.tags.empty()) return;
  std::vector<TagId> ids;
  for (auto const& tag : tags::ensure(tx, status.tags, status.created_at)) ids.push_back(tag.id);
  tx.execute(tag_sql, status.id, ids);
}

/// Media that have an id are there already and are attached; others are inserted.
void write_media(Tx& tx, Status const& status, Timestamp now) {
  std::vector<MediaId> uploaded;
  int place = 0;
  for (auto const& m : status.media) {
    ++place;
    if (m.id) {
      uploaded.push_back(m.id);
    } else {
      tx.execute(insert_media_sql, tx.next_id<MediaId>(now), status.author, status.id, place, m.kind, m.type, m.url,
                 m.preview_url, m.remote_url, m.description, m.blurhash, m.width, m.height, m.focus_x, m.focus_y, now);
    }
  }
  if (!uploaded.empty()) tx.execute(attach_sql, status.id, uploaded);
}

template <class Run>
auto run_insert(Run run, Status const& s) {
  return run(insert_sql, s.id, s.author, s.uri, s.url, s.local, s.text, s.html.text(), s.spoiler_text, s.sensitive,
             s.visibility, s.local_only, s.language, s.in_reply_to, s.in_reply_to_account, s.in_reply_to_uri,
             s.conversation, s.application, to_json(s.emojis), s.created_at, s.edited_at, s.updated_at, s.reply_groups,
             s.quote_policy.number());
}

}  // namespace

bool insert(Tx& tx, Status const& status) {
  if (status.local) {
    run_insert([&](auto const&... args) { tx.execute(args...); }, status);
  } else if (run_insert([&](auto const&... args) { return tx.query(args...); }, status).empty()) {
    return false;
  }
  write_mentions(tx, status);
  write_tags(tx, status);
  if (status.local) featured_tags::count_new(tx, status);
  write_media(tx, status, status.created_at);
  if (status.poll) polls::insert(tx, status.id, *status.poll);
  quotes::insert(tx, status);
  if (status.visibility != Visibility::direct) accounts::count_status(tx, status.author, 1, status.created_at);
  if (status.in_reply_to) tx.changed(change::status, status.in_reply_to);
  return true;
}

namespace {

constexpr db::Statement insert_boost_sql{"statuses.insert_boost", R"sql(
  with new as (
    insert into statuses (id, author_id, uri, url, local, visibility, boost_of_id, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict do nothing
    returning id),
  original as (
    insert into status_stats (status_id, boosts_count) select $7, 1 from new
    on conflict (status_id) do update set boosts_count = status_stats.boosts_count + 1)
  select id, true from new
  union all
  select id, false from statuses where boost_of_id = $7 and author_id = $2 and deleted_at is null
)sql"};

}  // namespace

std::pair<StatusId, bool> insert_boost(Tx& tx, Status const& b) {
  auto const rows =
      tx.query(insert_boost_sql, b.id, b.author, b.uri, b.url, b.local, b.visibility, b.boost_of, b.created_at);
  if (rows.empty()) {
    // Somebody else's transaction inserted it while ours waited; it is there now.
    return {find_boost(tx, b.author, b.boost_of).value_or(StatusId{}), false};
  }
  if (!rows[0].get<bool>(1)) return {rows[0].get<StatusId>(0), false};
  accounts::count_status(tx, b.author, 1, b.created_at);
  tx.changed(change::status, b.boost_of);
  tx.changed(change::deed, to_string(DeedKey{b.author, b.boost_of}));
  return {b.id, true};
}

namespace {

constexpr db::Statement update_sql{"statuses.update", R"sql(
  with former as (
    insert into status_edits (id, status_id, text, html, spoiler_text, sensitive, media_ids, media_descriptions, poll,
      created_at)
    select $2, s.id, s.text, s.html, s.spoiler_text, s.sensitive,
      array(select m.id from media m where m.status_id = s.id and not m.former order by m.position, m.id),
      array(select m.description from media m where m.status_id = s.id and not m.former order by m.position, m.id),
      (select )sql" POLL_JSON R"sql(from polls p where p.status_id = s.id),
      coalesce(s.edited_at, s.created_at)
    from statuses s where s.id = $1)
  update statuses set text = $3, html = $4, spoiler_text = $5, sensitive = $6, language = $7, emojis = $8::jsonb,
    edited_at = $9, updated_at = $10
  where id = $1
)sql"};
constexpr db::Statement amend_sql{"statuses.amend", R"sql(
  update statuses set html = $2, spoiler_text = $3, sensitive = $4, language = $5, emojis = $6::jsonb where id = $1
)sql"};
constexpr db::Statement silence_mentions_sql{
    "statuses.silence_mentions",
    "update mentions set silent = true where status_id = $1 and account_id <> all($2::bigint[]) and not silent"};
constexpr db::Statement untag_sql{"statuses.untag", "delete from status_tags where status_id = $1"};
// They stay with the status, so that former versions stay whole.
constexpr db::Statement detach_sql{"statuses.detach", R"sql(
  update media set former = true where status_id = $1 and id <> all($2::bigint[]) and not former
)sql"};
constexpr db::Statement describe_sql{"statuses.describe_media",
                                     "update media set description = $2, focus_x = $3, focus_y = $4 where id = $1"};

/// Who is named, what it is filed under and what hangs on it.
void write_surroundings(Tx& tx, Status const& s, Timestamp now) {
  std::vector<AccountId> named;
  for (auto const& mention : s.mentions) named.push_back(mention.account);
  tx.execute(silence_mentions_sql, s.id, named);
  write_mentions(tx, s);
  tx.execute(untag_sql, s.id);
  write_tags(tx, s);
  if (s.local) featured_tags::count_again(tx, s.author);
  std::vector<MediaId> kept;
  for (auto const& m : s.media)
    if (m.id) kept.push_back(m.id);
  tx.execute(detach_sql, s.id, kept);
  write_media(tx, s, now);
  tx.changed(change::status, s.id);
}

}  // namespace

void update(Tx& tx, Status const& s) {
  auto const now = s.edited_at.value_or(s.created_at);
  tx.execute(update_sql, s.id, tx.next_id<Id<struct EditTag>>(now), s.text, s.html.text(), s.spoiler_text, s.sensitive,
             s.language, to_json(s.emojis), s.edited_at, s.updated_at);
  write_surroundings(tx, s, now);
}

void amend(Tx& tx, Status const& s) {
  tx.execute(amend_sql, s.id, s.html.text(), s.spoiler_text, s.sensitive, s.language, to_json(s.emojis));
  write_surroundings(tx, s, s.created_at);
}

void describe_media(Tx& tx, std::span<Media const> media) {
  for (auto const& m : media) tx.execute(describe_sql, m.id, m.description, m.focus_x, m.focus_y);
}

namespace {

constexpr db::Statement remove_sql{"statuses.remove", R"sql(
  with gone as (
    update statuses set deleted_at = $2 where (id = $1 or boost_of_id = $1) and deleted_at is null
    returning id, author_id, uri, visibility, in_reply_to_id, boost_of_id),
  graves as (insert into tombstones (uri, deleted_at) select uri, $2 from gone on conflict do nothing),
  told as (delete from notifications where status_id in (select id from gone)),
  pinned as (delete from pins where status_id in (select id from gone)),
  authors as (
    update account_stats set statuses_count = greatest(0, statuses_count - g.count)
    from (select author_id, count(*) from gone where visibility <> 3 group by author_id) g
    where account_id = g.author_id),
  parent as (
    update status_stats set replies_count = greatest(0, replies_count - 1)
    from gone where gone.id = $1 and gone.visibility in (0, 1) and status_id = gone.in_reply_to_id),
  original as (
    update status_stats set boosts_count = greatest(0, boosts_count - 1)
    from gone where gone.id = $1 and status_id = gone.boost_of_id),
  quoting as (
    update quotes set state = 4, updated_at = $2
    where quoted_id in (select id from gone) and state in (0, 1)
    returning status_id)
  select id, author_id, coalesce(in_reply_to_id, 0), coalesce(boost_of_id, 0), visibility,
    coalesce((select q.quoted_id from quotes q where q.status_id = gone.id and q.state = 1), 0) from gone
  union all
  select status_id, 0, 0, 0, 0, 0 from quoting
)sql"};
constexpr db::Statement adopt_sql{"statuses.adopt", R"sql(
  with adopted as (
    update statuses set in_reply_to_id = $1, in_reply_to_account_id = $2
    where in_reply_to_uri = $3 and in_reply_to_id is null and id <> $1
    returning id, visibility),
  counted as (
    insert into status_stats (status_id, replies_count)
    select $1, count(*) from adopted where visibility in (0, 1) having count(*) > 0
    on conflict (status_id) do update set replies_count = status_stats.replies_count + excluded.replies_count)
  select id from adopted
)sql"};

}  // namespace

bool remove(Tx& tx, StatusId id, Timestamp when) {
  auto const rows = tx.query(remove_sql, id, when);
  bool removed = false;
  for (auto const row : rows) {
    tx.changed(change::status, row.get<StatusId>(0));
    if (!row.get<AccountId>(1)) continue;  // it only quoted what is gone
    removed |= row.get<StatusId>(0) == id;
    tx.changed(change::account, row.get<AccountId>(1));
    if (auto const quoted = row.get<StatusId>(5)) quotes::count(tx, quoted, -1);
    for (int const column : {2, 3})
      if (auto const touched = row.get<StatusId>(column)) tx.changed(change::status, touched);
    if (auto const boosted = row.get<StatusId>(3))
      tx.changed(change::deed, to_string(DeedKey{row.get<AccountId>(1), boosted}));
    if (row.get<Visibility>(4) == Visibility::direct) direct::forget(tx, row.get<StatusId>(0));
  }
  if (removed) featured_tags::count_again_for(tx, id);
  return removed;
}

void adopt_replies(Tx& tx, Status const& parent) {
  auto const rows = tx.query(adopt_sql, parent.id, parent.author, parent.uri);
  for (auto const row : rows) tx.changed(change::status, row.get<StatusId>(0));
  if (!rows.empty()) tx.changed(change::status, parent.id);
}

namespace {

constexpr db::Statement bury_sql{"statuses.bury",
                                 "insert into tombstones (uri, deleted_at) values ($1, $2) on conflict do nothing"};
constexpr db::Statement is_buried_sql{"statuses.is_buried", "select from tombstones where uri = $1"};
constexpr db::Statement address_sql{"statuses.address", R"sql(
  insert into mentions (status_id, account_id, silent) select $1, account, true from unnest($2::bigint[]) as account
  on conflict do nothing
)sql"};
constexpr db::Statement release_media_sql{
    "statuses.release_media",
    "update media set status_id = null, former = false, loose_since = now() where status_id = $1"};

}  // namespace

void release_media(Tx& tx, StatusId id) {
  tx.execute(release_media_sql, id);
}

void bury(Tx& tx, std::string_view uri, Timestamp when) {
  tx.execute(bury_sql, uri, when);
}

bool is_buried(Tx& tx, std::string_view uri) {
  return !tx.query(is_buried_sql, uri).empty();
}

void address(Tx& tx, StatusId id, std::span<AccountId const> accounts) {
  if (accounts.empty()) return;
  tx.execute(address_sql, id, accounts);
  tx.changed(change::status, id);
}

}  // namespace dunlin::store::statuses
