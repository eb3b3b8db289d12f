#include "dunlin/store/tags.hpp"

#include <algorithm>

namespace dunlin::store::tags {
namespace {

constexpr db::Statement find_many_sql{"tags.find_many",
                                      "select id, name, display_name from tags where name = any($1::text[])"};
// Sorted by the caller, so that two statuses with the same new tags never wait for each other in a circle.
constexpr db::Statement insert_sql{"tags.insert", R"sql(
  insert into tags (id, name, display_name)
  select * from unnest($1::bigint[], $2::text[], $3::text[]) on conflict (name) do nothing
)sql"};

}  // namespace

std::vector<Hashtag> find_many(Tx& tx, std::span<std::string const> names) {
  std::vector<Hashtag> found;
  if (names.empty()) return found;
  for (auto const row : tx.query(find_many_sql, names))
    found.push_back({row.get<TagId>(0), std::string(row.text(1)), std::string(row.text(2))});
  return found;
}

std::vector<Hashtag> ensure(Tx& tx, std::span<Hashtag const> tags, Timestamp now) {
  std::vector<std::string> names;
  for (auto const& tag : tags) names.push_back(tag.name);
  auto found = find_many(tx, names);
  std::vector<Hashtag> missing;
  for (auto const& tag : tags)
    if (std::ranges::find(found, tag.name, &Hashtag::name) == found.end()) missing.push_back(tag);
  if (missing.empty()) return found;

  std::ranges::sort(missing, {}, &Hashtag::name);
  std::vector<TagId> ids;
  std::vector<std::string> new_names, display_names;
  for (auto const& tag : missing) {
    ids.push_back(tx.next_id<TagId>(now));
    new_names.push_back(tag.name);
    display_names.push_back(tag.display_name.empty() ? tag.name : tag.display_name);
  }
  tx.execute(insert_sql, ids, new_names, display_names);
  // Another transaction may have made some of them meanwhile: theirs count.
  return find_many(tx, names);
}

}  // namespace dunlin::store::tags
