// The only way into the table of notifications: store/notifications.hpp, `insert`.
#include <chrono>

#include "dunlin/store/notifications.hpp"

namespace dunlin::store::notifications {
namespace {

// $1 ids, $2 whom, $3 type, $4 from, $5 about (0 for no status), $6 subject, $7 now, $8 prefix of the group's key
// (empty for none), $9 this hour, $10 hours of a group, $11 whether the policy has a say, $12 age of new accounts
// and $13 of new followers (times before which they are old), $14 replaces what was told earlier.
//
// What somebody writes reaches us, though not its readers' eyes, by accounts that they block: so a mention of both
// them and somebody they block stays away. The policy: each rule that fits the sender gives its handling, the
// greatest decides; rules that accept anyway are not looked into. A direct message that answers one that the
// reader sent to its author is no stranger's. A group's key holds the hour in which it began.
constexpr db::Statement insert_sql{"notifications.insert", R"sql(
  with told as (
    select t.id, t.account_id, verdict.handling
    from unnest($1::bigint[], $2::bigint[]) as t (id, account_id)
    join accounts reader on reader.id = t.account_id and reader.domain is null and reader.suspended_at is null
    join accounts sender on sender.id = $4 and sender.suspended_at is null
    left join statuses s on s.id = $5
    left join notification_policies p on p.account_id = t.account_id
    cross join lateral (select
      case
        when not $11::bool then 0
        when exists (select from notification_permissions ok
                     where ok.account_id = t.account_id and ok.from_id = $4) then 0
        else greatest(
          case when coalesce(p.not_followers, 0) = 0
              or exists (select from follows f
                         where f.follower_id = $4 and f.target_id = t.account_id and f.created_at < $13) then 0
            else p.not_followers end,
          (select case when stern = 0 or exists (select from follows f
                     where f.follower_id = t.account_id and f.target_id = $4) then 0 else stern end
           from (select greatest(
               coalesce(p.not_following, 0),
               case when sender.created_at > $12 then coalesce(p.new_accounts, 0) else 0 end,
               case when sender.kind in (1, 3) then coalesce(p.bots, 0) else 0 end,
               case when sender.silenced_at is not null then coalesce(p.limited_accounts, 1) else 0 end,
               case when $3 = 'mention' and s.visibility = 3 and coalesce(p.private_mentions, 1) <> 0
                   and not exists (select from statuses asked join mentions m on m.status_id = asked.id
                                   where m.account_id = $4 and not m.silent
                                     and asked.conversation_id = s.conversation_id
                                     and asked.author_id = t.account_id and asked.visibility = 3
                                     and asked.id < s.id)
                 then coalesce(p.private_mentions, 1) else 0 end) as stern offset 0) as strangers))
      end as handling offset 0) as verdict
    where (t.account_id <> $4 or $3 in ('poll', 'severed_relationships', 'moderation_warning', 'annual_report'))
      and ($5 = 0 or (s.id is not null and s.deleted_at is null))
      and not exists (select from blocks b
                      where (b.account_id = t.account_id and b.target_id = $4)
                         or (b.account_id = $4 and b.target_id = t.account_id))
      and not exists (select from mutes m
                      where m.account_id = t.account_id and m.target_id = $4 and m.hide_notifications
                        and (m.expires_at is null or m.expires_at > $7))
      and (sender.domain is null or not exists (
        select from account_domain_blocks d
        where d.account_id = t.account_id and d.domain = sender.domain
          and not exists (select from follows f where f.follower_id = t.account_id and f.target_id = $4)))
      and (s.conversation_id is null or not exists (
        select from conversation_mutes c
        where c.account_id = t.account_id and c.conversation_id = s.conversation_id))
      and ($3 <> 'mention' or not exists (
        select from blocks b
        where b.account_id = t.account_id
          and (b.target_id = s.in_reply_to_account_id
            or b.target_id in (select m.account_id from mentions m where m.status_id = s.id and not m.silent))))
  ),
  made as (
    insert into notifications (id, account_id, type, from_id, status_id, subject_id, filtered, group_key, created_at)
    select told.id, told.account_id, $3, $4, nullif($5, 0), $6, told.handling = 1,
      case when told.handling = 0 and $8 <> '' then coalesce(
        (select case when substr(n.group_key, length($8) + 1)::bigint > $9::bigint - $10::int then n.group_key end
         from notifications n
         where n.account_id = told.account_id and n.group_key > $8 and n.group_key < $8 || '~'
         order by n.group_key desc limit 1),
        $8 || $9) end, $7
    from told where told.handling <> 2
    on conflict (account_id, type, from_id, coalesce(status_id, 0), subject_id)
      do update set id = excluded.id, created_at = excluded.created_at where $14
    returning account_id, filtered
  ),
  asked as (
    insert into notification_requests (id, account_id, from_id, created_at, updated_at)
    select told.id, told.account_id, $4, $7, $7
    from made join told on told.account_id = made.account_id
    where made.filtered and $3 in ('mention', 'quote')
    on conflict (account_id, from_id) do update set updated_at = excluded.updated_at
  )
  select account_id from made where not filtered
)sql",
                                   true};

}  // namespace

std::vector<AccountId> insert(Tx& tx, std::span<AccountId const> whom, News const& news, Timestamp now) {
  if (whom.empty()) return {};
  std::vector<NotificationId> ids;
  ids.reserve(whom.size());
  for (std::size_t i = 0; i < whom.size(); ++i) ids.push_back(tx.next_id<NotificationId>(now));
  auto const hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
  std::vector<AccountId> told;
  for (auto const row :
       tx.query(insert_sql, ids, whom, news.type, news.from, news.about, news.subject, now,
                group_prefix(news.type, news.about), std::int64_t{hour}, hours_of_a_group, is_filterable(news.type),
                Timestamp(now - new_account_age), Timestamp(now - new_follower_age), replaces_earlier(news.type)))
    told.push_back(row.get<AccountId>(0));
  return told;
}

}  // namespace dunlin::store::notifications
