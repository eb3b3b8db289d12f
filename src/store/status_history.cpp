// Former versions of statuses.
#include <algorithm>

#include "dunlin/store/statuses.hpp"
#include "status_rows.hpp"

namespace dunlin::store::statuses {
namespace {

constexpr db::Statement history_sql{"statuses.history", R"sql(
  select e.html, e.spoiler_text, e.sensitive, e.created_at, e.media_ids, e.media_descriptions, e.poll,
    (select json_agg()sql" MEDIA_JSON R"sql(order by array_position(e.media_ids, m.id))
      from media m where m.id = any(e.media_ids))
  from (select * from status_edits where status_id = $1 order by id desc limit 500) e order by e.id
)sql"};

/// The media of a version, described as they were then.
std::vector<Media> media_of_then(db::Row const& row) {
  auto media = read_media(row.text(7));
  auto const ids = row.get<std::vector<std::int64_t>>(4);
  auto const descriptions = row.get<std::vector<std::string>>(5);
  for (auto& m : media) {
    auto const place = static_cast<std::size_t>(std::ranges::find(ids, m.id.value) - ids.begin());
    if (place < descriptions.size()) m.description = descriptions[place];
  }
  return media;
}

}  // namespace

std::vector<Edit> history(Tx& tx, StatusId id) {
  std::vector<Edit> edits;
  for (auto const row : tx.query(history_sql, id))
    edits.push_back({.html = SafeHtml::trusted(std::string(row.text(0))),
                     .spoiler_text = std::string(row.text(1)),
                     .sensitive = row.get<bool>(2),
                     .media = media_of_then(row),
                     .poll = read_poll(row.text(6)),
                     .created_at = row.get<Timestamp>(3)});
  return edits;
}

}  // namespace dunlin::store::statuses
