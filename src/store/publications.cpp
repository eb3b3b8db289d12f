#include "dunlin/store/publications.hpp"

namespace dunlin::store::publications {
namespace {

constexpr db::Statement open_replies_sql{"publications.open_replies", R"sql(
  select id, uri from statuses
  where in_reply_to_id = $1 and id > $2 and visibility in (0, 1) and not local_only and deleted_at is null
  order by id limit $3
)sql"};

constexpr db::Statement open_thread_sql{"publications.open_thread", R"sql(
  select id, uri from statuses
  where conversation_id = $1 and id > $2 and visibility in (0, 1) and not local_only and deleted_at is null
    and boost_of_id is null
  order by id limit $3
)sql"};

// Posts are counted by their authors' counters: the table of statuses holds those of the whole world.
constexpr db::Statement usage_sql{"publications.usage", R"sql(
  select count(*), count(*) filter (where u.last_active_at > $1::timestamptz - interval '30 days'),
    count(*) filter (where u.last_active_at > $1::timestamptz - interval '180 days'),
    coalesce(sum(s.statuses_count), 0)::bigint
  from users u join accounts a on a.id = u.account_id left join account_stats s on s.account_id = a.id
  where u.confirmed_at is not null and u.approved and a.suspended_at is null
)sql"};

}  // namespace

std::vector<Reply> open_replies(Tx& tx, StatusId to, StatusId after, int most) {
  std::vector<Reply> replies;
  for (auto const row : tx.query(open_replies_sql, to, after, most))
    replies.push_back({row.get<StatusId>(0), std::string(row.text(1))});
  return replies;
}

std::vector<Reply> open_thread(Tx& tx, ConversationId thread, StatusId after, int most) {
  std::vector<Reply> posts;
  for (auto const row : tx.query(open_thread_sql, thread, after, most))
    posts.push_back({row.get<StatusId>(0), std::string(row.text(1))});
  return posts;
}

Usage usage(Tx& tx, Timestamp now) {
  auto const rows = tx.query(usage_sql, now);
  auto const row = rows[0];
  return {row.get<std::int64_t>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2), row.get<std::int64_t>(3)};
}

}  // namespace dunlin::store::publications
