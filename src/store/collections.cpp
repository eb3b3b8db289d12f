#include "dunlin/store/collections.hpp"

#include <unordered_map>
#include <utility>

namespace dunlin::store::collections {
namespace {

#define COLUMNS                                                                                          \
  "select c.id, c.account_id, c.uri, c.url, c.local, c.name, c.description, c.language, t.id, t.name, "  \
  "t.display_name, "                                                                                     \
  "c.sensitive, c.discoverable, c.created_at, c.updated_at "                                             \
  "from collections c join accounts author on author.id = c.account_id and author.suspended_at is null " \
  "left join tags t on t.id = c.tag_id "

constexpr db::Statement find_many_sql{"collections.find_many", COLUMNS "where c.id = any($1::bigint[])"};
constexpr db::Statement by_address_sql{"collections.by_address", R"sql(
  (select id from collections where uri = $1) union all (select id from collections where url = $1 and url <> '')
  limit 1
)sql"};
constexpr db::Statement by_author_sql{"collections.by_author", COLUMNS
                                      "where c.account_id = $1 and ($2 or c.discoverable) "
                                      "order by c.id desc offset $3 limit $4"};
constexpr db::Statement featuring_sql{"collections.featuring", COLUMNS R"sql(
  join collection_items i on i.collection_id = c.id and i.account_id = $1 and i.state = 1
  where not exists (select from blocks b where (b.account_id = $1 and b.target_id = c.account_id)
      or (b.account_id = c.account_id and b.target_id = $1))
    and not exists (select from account_domain_blocks d where d.account_id = $1 and d.domain = author.domain)
  order by i.id desc offset $2 limit $3
)sql"};
// $1 the viewer, 0 for anonymous.
constexpr db::Statement items_sql{"collections.items", R"sql(
  select i.collection_id, i.id, i.account_id, i.state, i.uri, i.created_at
  from collection_items i join collections c on c.id = i.collection_id join accounts a on a.id = i.account_id
  where i.collection_id = any($2::bigint[]) and a.suspended_at is null
    and (i.state = 1 or (i.state = 0 and c.account_id = $1))
    and not exists (select from blocks b
                    where (b.account_id = $1 and b.target_id = a.id) or (b.account_id = a.id and b.target_id = $1))
    and not exists (select from account_domain_blocks d where d.account_id = $1 and d.domain = a.domain)
  order by i.position, i.id
)sql"};
constexpr db::Statement owned_sql{"collections.owned",
                                  "select id from collections where account_id = $1 and id = any($2::bigint[])"};
constexpr db::Statement count_sql{"collections.count", "select count(*) from collections where account_id = $1"};

Collection read(db::Row const& row) {
  Collection c{.id = row.get<CollectionId>(0),
               .author = row.get<AccountId>(1),
               .uri = row.get<std::string>(2),
               .url = row.get<std::string>(3),
               .local = row.get<bool>(4),
               .name = row.get<std::string>(5),
               .description = row.get<std::string>(6),
               .language = row.get<std::string>(7),
               .tag = {},
               .sensitive = row.get<bool>(11),
               .discoverable = row.get<bool>(12),
               .created_at = row.get<Timestamp>(13),
               .updated_at = row.get<Timestamp>(14),
               .items = {}};
  if (!row.is_null(8)) c.tag = Hashtag{row.get<TagId>(8), row.get<std::string>(9), row.get<std::string>(10)};
  return c;
}

std::vector<Collection> read_all(db::Rows const& rows) {
  std::vector<Collection> found;
  for (auto const row : rows) found.push_back(read(row));
  return found;
}

void fill_items(Tx& tx, AccountId viewer, std::vector<Collection>& collections) {
  if (collections.empty()) return;
  std::vector<CollectionId> ids;
  std::unordered_map<CollectionId, Collection*> by_id;
  for (auto& collection : collections) {
    ids.push_back(collection.id);
    by_id[collection.id] = &collection;
  }
  for (auto const row : tx.query(items_sql, viewer, ids))
    by_id.at(row.get<CollectionId>(0))
        ->items.push_back({.id = row.get<CollectionItemId>(1),
                           .account = row.get<AccountId>(2),
                           .state = row.get<ItemState>(3),
                           .uri = row.get<std::string>(4),
                           .created_at = row.get<Timestamp>(5)});
}

}  // namespace

std::vector<Collection> find_many(Tx& tx, AccountId viewer, std::span<CollectionId const> ids) {
  if (ids.empty()) return {};
  auto found = read_all(tx.query(find_many_sql, ids));
  fill_items(tx, viewer, found);
  std::vector<Collection> ordered;
  for (auto const id : ids)
    for (auto& collection : found)
      if (collection.id == id) {
        ordered.push_back(std::move(collection));
        collection.id = {};  // an id given twice shows once
        break;
      }
  return ordered;
}

std::optional<Collection> find(Tx& tx, AccountId viewer, CollectionId id) {
  auto found = find_many(tx, viewer, std::span(&id, 1));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<CollectionId> by_address(Tx& tx, std::string_view address) {
  auto const rows = tx.query(by_address_sql, address);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<CollectionId>(0);
}

std::vector<Collection> by_author(Tx& tx, AccountId author, AccountId viewer, Slice slice) {
  auto found = read_all(tx.query(by_author_sql, author, author == viewer, slice.offset, slice.limit));
  fill_items(tx, viewer, found);
  return found;
}

std::vector<Collection> featuring(Tx& tx, AccountId account, Slice slice) {
  auto found = read_all(tx.query(featuring_sql, account, slice.offset, slice.limit));
  fill_items(tx, account, found);
  return found;
}

std::vector<std::int64_t> owned(Tx& tx, AccountId author, std::span<std::int64_t const> ids) {
  std::vector<std::int64_t> found;
  if (ids.empty()) return found;
  for (auto const row : tx.query(owned_sql, author, ids)) found.push_back(row.get<std::int64_t>(0));
  return found;
}

std::int64_t count(Tx& tx, AccountId author) {
  return tx.query(count_sql, author)[0].get<std::int64_t>(0);
}

#undef COLUMNS

}  // namespace dunlin::store::collections
