#include "dunlin/store/feed_access.hpp"

#include <memory>
#include <string>

namespace dunlin::store {
namespace {

constexpr char const* piece_name = "instance:feeds";  // one digit for each setting

constexpr db::Statement feed_access_sql{"feed_access.read", R"sql(
  select name, value #>> '{}' from settings where name = any($1::text[])
)sql"};

std::string read(db::Tx& tx) {
  std::vector<std::string> names;
  for (auto const& setting : feed_settings) names.emplace_back(setting.name);
  std::string digits(feed_settings.size(), '0');
  for (auto const row : tx.query(feed_access_sql, names))
    for (std::size_t i = 0; i < feed_settings.size(); ++i)
      if (feed_settings[i].name == row.text(0))
        digits[i] = static_cast<char>('0' + static_cast<int>(feed_access_from(row.text(1)).value_or(FeedAccess{})));
  return digits;
}

}  // namespace

std::string_view to_text(FeedAccess access) {
  switch (access) {
    case FeedAccess::public_:
      return "public";
    case FeedAccess::authenticated:
      return "authenticated";
    case FeedAccess::disabled:
      return "disabled";
  }
  return "disabled";
}

std::optional<FeedAccess> feed_access_from(std::string_view text) {
  for (auto const access : {FeedAccess::public_, FeedAccess::authenticated, FeedAccess::disabled})
    if (to_text(access) == text) return access;
  return std::nullopt;
}

FeedAccesses feed_accesses(Records& records, db::Tx& tx) {
  auto digits = records.pieces.find(piece_name);
  if (!digits) {
    auto const stamp = records.pieces.stamp();
    digits = std::make_shared<std::string const>(read(tx));
    if (tx.changes().empty()) records.pieces.put(piece_name, digits, digits->size(), stamp);
  }
  FeedAccesses accesses;
  for (std::size_t i = 0; i < feed_settings.size(); ++i)
    accesses.*feed_settings[i].member = static_cast<FeedAccess>((*digits)[i] - '0');
  return accesses;
}

}  // namespace dunlin::store
