// Making and changing collections, and who stands in them.
#include "dunlin/store/collections.hpp"

namespace dunlin::store::collections {
namespace {

constexpr db::Statement insert_sql{"collections.insert", R"sql(
  insert into collections (id, account_id, uri, url, local, name, description, language, tag_id, sensitive,
    discoverable, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::bigint, 0), $10, $11, $12, $13)
)sql"};
constexpr db::Statement insert_items_sql{"collections.insert_items", R"sql(
  insert into collection_items (id, collection_id, account_id, position, state, uri, created_at)
  select item.id, $1, item.account, item.place, item.state, item.uri, $6
  from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) with ordinality
    as item(id, account, state, uri, place)
)sql"};
constexpr db::Statement update_sql{"collections.update", R"sql(
  update collections set name = $2, description = $3, language = $4, tag_id = nullif($5::bigint, 0), sensitive = $6,
    discoverable = $7, updated_at = $8
  where id = $1
)sql"};
constexpr db::Statement remove_sql{"collections.remove", R"sql(
  with told as (
    delete from notifications n using collection_items i, collections c
    where c.id = $1 and i.collection_id = c.id and n.account_id = i.account_id and n.from_id = c.account_id
      and n.type in ('added_to_collection', 'collection_update') and n.subject_id = $1)
  delete from collections where id = $1
)sql"};
constexpr db::Statement insert_item_sql{"collections.insert_item", R"sql(
  insert into collection_items (id, collection_id, account_id, position, state, uri, created_at)
  select $1, $2, $3, coalesce(max(position), 0) + 1, $4, $5, $6 from collection_items where collection_id = $2
  on conflict (collection_id, account_id) do nothing
)sql"};
constexpr db::Statement find_item_sql{"collections.find_item", R"sql(
  select id, account_id, state, uri, created_at from collection_items where collection_id = $1 and id = $2
)sql"};
// The row of the collection is locked: two that are added at once are counted one after the other.
constexpr db::Statement count_items_sql{"collections.count_items", R"sql(
  with locked as (select id from collections where id = $1 for update)
  select count(*) from collection_items i join locked on locked.id = i.collection_id where i.state in (0, 1)
)sql"};
constexpr db::Statement remove_item_sql{"collections.remove_item", "delete from collection_items where id = $1"};
constexpr db::Statement set_state_sql{"collections.set_state", "update collection_items set state = $2 where id = $1"};
constexpr db::Statement members_sql{"collections.members", R"sql(
  select i.account_id from collection_items i join accounts a on a.id = i.account_id and a.domain is null
  where i.collection_id = $1 and i.state = 1
)sql"};
constexpr db::Statement part_sql{"collections.part", R"sql(
  delete from collection_items i using collections c
  where c.id = i.collection_id
    and ((c.account_id = $1 and i.account_id = $2) or (c.account_id = $2 and i.account_id = $1))
)sql"};
constexpr db::Statement part_from_domain_sql{"collections.part_from_domain", R"sql(
  delete from collection_items i using collections c, accounts a, accounts author
  where c.id = i.collection_id and a.id = i.account_id and author.id = c.account_id
    and ((c.account_id = $1 and a.domain = $2) or (i.account_id = $1 and author.domain = $2))
)sql"};

}  // namespace

void insert(Tx& tx, Collection const& c) {
  tx.execute(insert_sql, c.id, c.author, c.uri, c.url, c.local, c.name, c.description, c.language,
             c.tag ? c.tag->id : TagId{}, c.sensitive, c.discoverable, c.created_at, c.updated_at);
  if (c.items.empty()) return;
  std::vector<CollectionItemId> ids;
  std::vector<AccountId> accounts;
  std::vector<std::int64_t> states;
  std::vector<std::string> uris;
  for (auto const& item : c.items) {
    ids.push_back(item.id);
    accounts.push_back(item.account);
    states.push_back(static_cast<std::int64_t>(item.state));
    uris.push_back(item.uri);
  }
  tx.execute(insert_items_sql, c.id, ids, accounts, states, uris, c.created_at);
}

void update(Tx& tx, Collection const& c) {
  tx.execute(update_sql, c.id, c.name, c.description, c.language, c.tag ? c.tag->id : TagId{}, c.sensitive,
             c.discoverable, c.updated_at);
}

void remove(Tx& tx, CollectionId id) {
  tx.execute(remove_sql, id);
}

bool insert_item(Tx& tx, CollectionId collection, CollectionItem const& item) {
  return tx.query(insert_item_sql, item.id, collection, item.account, item.state, item.uri, item.created_at)
             .affected() > 0;
}

std::optional<CollectionItem> find_item(Tx& tx, CollectionId collection, CollectionItemId id) {
  auto const rows = tx.query(find_item_sql, collection, id);
  if (rows.empty()) return std::nullopt;
  return CollectionItem{.id = rows[0].get<CollectionItemId>(0),
                        .account = rows[0].get<AccountId>(1),
                        .state = rows[0].get<ItemState>(2),
                        .uri = rows[0].get<std::string>(3),
                        .created_at = rows[0].get<Timestamp>(4)};
}

std::int64_t count_items(Tx& tx, CollectionId collection) {
  return tx.query(count_items_sql, collection)[0].get<std::int64_t>(0);
}

void remove_item(Tx& tx, CollectionItemId id) {
  tx.execute(remove_item_sql, id);
}

void set_state(Tx& tx, CollectionItemId id, ItemState state) {
  tx.execute(set_state_sql, id, state);
}

std::vector<AccountId> members(Tx& tx, CollectionId collection) {
  std::vector<AccountId> found;
  for (auto const row : tx.query(members_sql, collection)) found.push_back(row.get<AccountId>(0));
  return found;
}

void part(Tx& tx, AccountId one, AccountId other) {
  tx.execute(part_sql, one, other);
}

void part_from_domain(Tx& tx, AccountId account, std::string_view domain) {
  tx.execute(part_from_domain_sql, account, domain);
}

}  // namespace dunlin::store::collections
