#include "dunlin/store/custom_emojis.hpp"

#include "dunlin/store/records.hpp"

namespace dunlin::store::custom_emojis {
namespace {

#define COLUMNS "shortcode, file, type, category, listed"
constexpr db::Statement all_sql{"custom_emojis.all",
                                "select " COLUMNS " from custom_emojis order by category, lower(shortcode), shortcode"};
constexpr db::Statement find_sql{"custom_emojis.find",
                                 "select " COLUMNS " from custom_emojis where shortcode = any($1::text[])"};
constexpr db::Statement put_sql{"custom_emojis.put", R"sql(
  insert into custom_emojis (shortcode, file, type, category, listed, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $6)
  on conflict (shortcode) do update set file = excluded.file, type = excluded.type, category = excluded.category,
    listed = excluded.listed, updated_at = excluded.updated_at
)sql"};
constexpr db::Statement remove_all_sql{"custom_emojis.remove_all", "delete from custom_emojis returning file"};

std::vector<CustomEmoji> read(db::Rows const& rows) {
  std::vector<CustomEmoji> found;
  for (auto const row : rows)
    found.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3),
                     row.get<bool>(4)});
  return found;
}

}  // namespace

std::vector<CustomEmoji> all(Tx& tx) {
  return read(tx.query(all_sql));
}

std::vector<CustomEmoji> find(Tx& tx, std::span<std::string const> shortcodes) {
  return read(tx.query(find_sql, shortcodes));
}

void put(Tx& tx, CustomEmoji const& emoji, Timestamp now) {
  tx.execute(put_sql, emoji.shortcode, emoji.file, emoji.type, emoji.category, emoji.listed, now);
  tx.changed(change::instance, "emojis");
}

std::vector<std::string> remove_all(Tx& tx) {
  std::vector<std::string> files;
  for (auto const row : tx.query(remove_all_sql)) files.push_back(row.get<std::string>(0));
  tx.changed(change::instance, "emojis");
  return files;
}

#undef COLUMNS

}  // namespace dunlin::store::custom_emojis
