#include "dunlin/store/accounts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/records.hpp"
#include "emoji_rows.hpp"

namespace dunlin::store::accounts {
namespace {

// What read_account() reads, in its order; an account, its counters, and what its login adds to the profile.
#define ACCOUNT_SELECT                                                                                     \
  "select a.id, a.username, a.domain, a.uri, a.url, a.kind, a.display_name, a.note_html, a.note_source, "  \
  "a.fields, a.emojis, a.avatar_url, a.avatar_description, a.header_url, a.header_description, a.locked, " \
  "a.discoverable, a.indexable, a.hide_collections, a.memorial, a.created_at, a.inbox_url, "               \
  "a.shared_inbox_url, a.outbox_url, a.followers_url, a.following_url, a.featured_url, a.also_known_as, "  \
  "a.attribution_domains, a.moved_to, a.suspended_at, a.suspension_origin, a.silenced_at, a.fetched_at, "  \
  "coalesce(s.statuses_count, 0), coalesce(s.followers_count, 0), coalesce(s.following_count, 0), "        \
  "s.last_status_at, u.id is not null and (u.confirmed_at is null or not u.approved), "                    \
  "coalesce((u.settings->>'noindex')::bool, false), "                                                      \
  "a.show_media, a.show_media_replies, a.show_featured, r.id, r.name, r.color "                            \
  "from accounts a left join account_stats s on s.account_id = a.id "                                      \
  "left join users u on u.account_id = a.id left join roles r on r.id = u.role_id and r.highlighted "

std::vector<ProfileField> read_fields(std::string_view text) {
  std::vector<ProfileField> fields;
  if (text == "[]") return fields;
  for (auto const& item : parse_json(text)) {
    ProfileField field;
    field.name = item.value("name", "");
    field.value = SafeHtml::trusted(item.value("value", ""));
    field.source = item.value("source", "");
    if (auto const at = item.find("verified_at"); at != item.end() && at->is_string())
      field.verified_at = parse_rfc3339(at->get_ref<std::string const&>());
    fields.push_back(std::move(field));
  }
  return fields;
}

std::string to_json(std::vector<ProfileField> const& fields) {
  JsonWriter json;
  json.array([&] {
    for (auto const& field : fields)
      json.object([&] {
        json.member("name", field.name);
        json.member("value", field.value.text());
        json.member("source", field.source);
        json.member("verified_at", field.verified_at);
      });
  });
  return json.take();
}

Account read_account(db::Row const& row) {
  int at = 0;
  auto const text = [&] { return std::string(row.text(at++)); };
  auto const yes = [&] { return row.get<bool>(at++); };
  auto const maybe_time = [&] { return row.maybe<Timestamp>(at++); };
  Account a;
  a.id = row.get<AccountId>(at++);
  a.username = text();
  a.domain = text();
  a.uri = text();
  a.url = text();
  a.kind = row.get<ActorKind>(at++);
  a.display_name = text();
  a.note = SafeHtml::trusted(text());
  a.note_source = text();
  a.fields = read_fields(row.text(at++));
  a.emojis = read_emojis(row.text(at++));
  a.avatar_url = text();
  a.avatar_description = text();
  a.header_url = text();
  a.header_description = text();
  a.locked = yes();
  a.discoverable = yes();
  a.indexable = yes();
  a.hide_collections = yes();
  a.memorial = yes();
  a.created_at = row.get<Timestamp>(at++);
  a.inbox_url = text();
  a.shared_inbox_url = text();
  a.outbox_url = text();
  a.followers_url = text();
  a.following_url = text();
  a.featured_url = text();
  a.also_known_as = row.get<std::vector<std::string>>(at++);
  a.attribution_domains = row.get<std::vector<std::string>>(at++);
  a.moved_to = row.get_or(at++, AccountId{});
  a.suspended_at = maybe_time();
  a.suspension_origin = row.get<SuspensionOrigin>(at++);
  a.silenced_at = maybe_time();
  a.fetched_at = maybe_time();
  a.statuses_count = row.get<std::int64_t>(at++);
  a.followers_count = row.get<std::int64_t>(at++);
  a.following_count = row.get<std::int64_t>(at++);
  a.last_status_at = maybe_time();
  a.awaited = yes();
  a.noindex = yes();
  a.show_media = yes();
  a.show_media_replies = yes();
  a.show_featured = yes();
  if (auto const role = row.maybe<std::int64_t>(at))
    a.badge = RoleBadge{*role, std::string(row.text(at + 1)), std::string(row.text(at + 2))};
  return a;
}

std::optional<Account> first(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  return read_account(rows[0]);
}

std::vector<Account> all(db::Rows const& rows) {
  std::vector<Account> accounts;
  accounts.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) accounts.push_back(read_account(row));
  return accounts;
}

constexpr db::Statement find_many_sql{"accounts.find_many", ACCOUNT_SELECT "where a.id = any($1::bigint[])"};
constexpr db::Statement find_sql{"accounts.find", ACCOUNT_SELECT "where a.id = $1"};
constexpr db::Statement by_handle_sql{
    "accounts.by_handle",
    ACCOUNT_SELECT "where lower(a.username) = lower($1) and lower(coalesce(a.domain, '')) = lower($2)"};
constexpr db::Statement by_handles_sql{"accounts.by_handles", ACCOUNT_SELECT R"sql(
  where (lower(a.username), lower(coalesce(a.domain, ''))) in (
    select split_part(handle, '@', 1), split_part(handle, '@', 2) from unnest($1::text[]) as handle)
)sql"};
constexpr db::Statement by_uri_sql{"accounts.by_uri", ACCOUNT_SELECT "where a.uri = $1"};
constexpr db::Statement by_address_sql{
    "accounts.by_address", ACCOUNT_SELECT "where a.uri = $1 or a.url = $1 order by a.uri = $1 desc limit 1"};
constexpr db::Statement by_uris_sql{"accounts.by_uris", ACCOUNT_SELECT "where a.uri = any($1::text[])"};

}  // namespace

std::optional<Account> find(Tx& tx, AccountId id) {
  return first(tx.query(find_sql, id));
}

std::vector<Account> find_many(Tx& tx, std::span<AccountId const> ids) {
  if (ids.empty()) return {};
  return all(tx.query(find_many_sql, ids));
}

std::optional<Account> by_handle(Tx& tx, std::string_view username, std::string_view domain) {
  return first(tx.query(by_handle_sql, username, domain));
}

std::vector<Account> by_handles(Tx& tx, std::span<std::string const> accts) {
  if (accts.empty()) return {};
  return all(tx.query(by_handles_sql, accts));
}

std::optional<Account> by_uri(Tx& tx, std::string_view uri) {
  return first(tx.query(by_uri_sql, uri));
}

std::optional<Account> by_address(Tx& tx, std::string_view url) {
  return first(tx.query(by_address_sql, url));
}

std::vector<Account> by_uris(Tx& tx, std::span<std::string const> uris) {
  if (uris.empty()) return {};
  return all(tx.query(by_uris_sql, uris));
}

namespace {

constexpr db::Statement insert_sql{"accounts.insert", R"sql(
  with account as (
    insert into accounts (id, uri, created_at, username, domain, url, kind, display_name, note_html, note_source,
      fields, emojis, avatar_url, avatar_description, header_url, header_description, locked, discoverable,
      indexable, hide_collections, memorial, inbox_url, shared_inbox_url, outbox_url, followers_url,
      following_url, featured_url, also_known_as, attribution_domains, moved_to, suspended_at,
      suspension_origin, silenced_at, fetched_at)
    values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14, $15, $16, $17,
      $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28::text[], $29::text[], nullif($30::bigint, 0), $31, $32,
      $33, $34)
    returning id)
  insert into account_stats (account_id, statuses_count, followers_count, following_count, last_status_at)
  select id, $35::bigint, $36::bigint, $37::bigint, $38::timestamptz from account
)sql"};

constexpr db::Statement update_sql{"accounts.update", R"sql(
  update accounts set username = $2, domain = nullif($3, ''), url = $4, kind = $5, display_name = $6,
    note_html = $7, note_source = $8, fields = $9::jsonb, emojis = $10::jsonb, avatar_url = $11,
    avatar_description = $12, header_url = $13, header_description = $14, locked = $15, discoverable = $16,
    indexable = $17, hide_collections = $18, memorial = $19, inbox_url = $20, shared_inbox_url = $21,
    outbox_url = $22, followers_url = $23, following_url = $24, featured_url = $25, also_known_as = $26::text[],
    attribution_domains = $27::text[], moved_to = nullif($28::bigint, 0), suspended_at = $29,
    suspension_origin = $30, silenced_at = $31, fetched_at = $32, show_media = $33, show_media_replies = $34,
    show_featured = $35, updated_at = now()
  where id = $1
)sql"};

// Ordered by id, so that two follows between the same accounts never wait for each other in a circle.
constexpr db::Statement count_status_sql{"accounts.count_status", R"sql(
  update account_stats set statuses_count = greatest(0, statuses_count + $2),
    last_status_at = case when $2 > 0 then greatest(last_status_at, $3::timestamptz) else last_status_at end
  where account_id = $1
)sql"};
constexpr db::Statement count_follow_sql{"accounts.count_follow", R"sql(
  update account_stats set followers_count = greatest(0, followers_count + $2),
    following_count = greatest(0, following_count + $3)
  where account_id = $1
)sql"};

constexpr db::Statement replace_avatar_file_sql{"accounts.replace_avatar_file", R"sql(
  update accounts a set avatar_file = $2 from accounts former where a.id = $1 and former.id = a.id
  returning former.avatar_file
)sql"};
constexpr db::Statement replace_header_file_sql{"accounts.replace_header_file", R"sql(
  update accounts a set header_file = $2 from accounts former where a.id = $1 and former.id = a.id
  returning former.header_file
)sql"};
constexpr db::Statement lock_sql{"accounts.lock", "select from accounts where id = $1 for update"};
constexpr db::Statement set_fields_sql{"accounts.set_fields", "update accounts set fields = $2::jsonb where id = $1"};

std::string former(db::Rows const& rows) {
  return rows.empty() ? std::string() : rows[0].get<std::string>(0);
}

}  // namespace

std::string replace_avatar_file(Tx& tx, AccountId id, std::string_view file) {
  return former(tx.query(replace_avatar_file_sql, id, file));
}

std::string replace_header_file(Tx& tx, AccountId id, std::string_view file) {
  return former(tx.query(replace_header_file_sql, id, file));
}

std::optional<Account> lock(Tx& tx, AccountId id) {
  tx.execute(lock_sql, id);
  return find(tx, id);
}

void verify_fields(Tx& tx, AccountId id, std::span<std::string const> sources, Timestamp when) {
  auto account = lock(tx, id);
  if (!account) return;
  for (auto& field : account->fields)
    if (!field.verified_at && std::ranges::find(sources, field.source) != sources.end()) field.verified_at = when;
  tx.execute(set_fields_sql, id, to_json(account->fields));
  tx.changed(change::account, id);
}

void insert(Tx& tx, Account const& a) {
  tx.query(insert_sql, a.id, a.uri, a.created_at, a.username, a.domain, a.url, a.kind, a.display_name, a.note.text(),
           a.note_source, to_json(a.fields), store::to_json(a.emojis), a.avatar_url, a.avatar_description, a.header_url,
           a.header_description, a.locked, a.discoverable, a.indexable, a.hide_collections, a.memorial, a.inbox_url,
           a.shared_inbox_url, a.outbox_url, a.followers_url, a.following_url, a.featured_url, a.also_known_as,
           a.attribution_domains, a.moved_to, a.suspended_at, a.suspension_origin, a.silenced_at, a.fetched_at,
           a.statuses_count, a.followers_count, a.following_count, a.last_status_at);
}

void update(Tx& tx, Account const& a) {
  tx.query(update_sql, a.id, a.username, a.domain, a.url, a.kind, a.display_name, a.note.text(), a.note_source,
           to_json(a.fields), store::to_json(a.emojis), a.avatar_url, a.avatar_description, a.header_url,
           a.header_description, a.locked, a.discoverable, a.indexable, a.hide_collections, a.memorial, a.inbox_url,
           a.shared_inbox_url, a.outbox_url, a.followers_url, a.following_url, a.featured_url, a.also_known_as,
           a.attribution_domains, a.moved_to, a.suspended_at, a.suspension_origin, a.silenced_at, a.fetched_at,
           a.show_media, a.show_media_replies, a.show_featured);
  tx.changed(change::account, a.id);
}

void count_status(Tx& tx, AccountId id, int by, Timestamp when) {
  tx.execute(count_status_sql, id, by, when);
  tx.changed(change::account, id);
}

void count_follow(Tx& tx, AccountId follower, AccountId target, int by) {
  auto const first = std::min(follower, target), second = std::max(follower, target);
  for (auto const id : {first, second})
    tx.execute(count_follow_sql, id, id == target ? by : 0, id == follower ? by : 0);
  tx.changed(change::account, follower);
  tx.changed(change::account, target);
}

#undef ACCOUNT_SELECT

}  // namespace dunlin::store::accounts
