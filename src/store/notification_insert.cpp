// The only way into the table of notifications: store/notifications.hpp, `insert`.
#include <chrono>

#include "dunlin/store/notifications.hpp"

namespace dunlin::store::notifications {
namespace {

// $1 whom, $2 type, $3 from, $4 about (0 for no status), $5 subject, $6 now, $7 prefix of the group's key (empty for
// none), $8 this hour, $9 hours of a group, $10 whether the policy has a say, $11 age of new accounts and $12 of new
// followers (times before which they are old), $13 replaces what was told earlier.
//
// A mention of both the reader and somebody they block belongs to a talk that they want nothing of. The policy: each
// rule that fits the sender gives its handling, the greatest decides; rules that accept anyway are not looked into. A
// direct message that answers one that the reader sent to its author is no stranger's. A group's key holds the hour
// in which it began.
constexpr db::Statement insert_sql{"notifications.insert", R"sql(
  with told as (
    select t.account_id, verdict.handling
    from (select distinct unnest($1::bigint[]) as account_id) as t
    join accounts reader on reader.id = t.account_id and reader.domain is null and reader.suspended_at is null
    join accounts sender on sender.id = $3 and sender.suspended_at is null
    left join statuses s on s.id = $4
    left join notification_policies p on p.account_id = t.account_id
    cross join lateral (select
      case
        when not $10::bool then 0
        when exists (select from notification_permissions ok
                     where ok.account_id = t.account_id and ok.from_id = $3) then 0
        else greatest(
          case when coalesce(p.not_followers, 0) = 0
              or exists (select from follows f
                         where f.follower_id = $3 and f.target_id = t.account_id and f.created_at < $12) then 0
            else p.not_followers end,
          (select case when stern = 0 or exists (select from follows f
                     where f.follower_id = t.account_id and f.target_id = $3) then 0 else stern end
           from (select greatest(
               coalesce(p.not_following, 0),
               case when sender.created_at > $11 then coalesce(p.new_accounts, 0) else 0 end,
               case when sender.kind in (1, 3) then coalesce(p.bots, 0) else 0 end,
               case when sender.silenced_at is not null then coalesce(p.limited_accounts, 1) else 0 end,
               case when $2 = 'mention' and s.visibility = 3 and coalesce(p.private_mentions, 1) <> 0
                   and not exists (select from statuses asked join mentions m on m.status_id = asked.id
                                   where m.account_id = $3 and not m.silent
                                     and asked.conversation_id = s.conversation_id
                                     and asked.author_id = t.account_id and asked.visibility = 3
                                     and asked.id < s.id)
                 then coalesce(p.private_mentions, 1) else 0 end) as stern offset 0) as strangers))
      end as handling offset 0) as verdict
    where (t.account_id <> $3 or $2 in ('poll', 'severed_relationships', 'moderation_warning', 'annual_report'))
      and ($4 = 0 or (s.id is not null and s.deleted_at is null))
      and not exists (select from blocks b
                      where (b.account_id = t.account_id and b.target_id = $3)
                         or (b.account_id = $3 and b.target_id = t.account_id))
      and not exists (select from mutes m
                      where m.account_id = t.account_id and m.target_id = $3 and m.hide_notifications
                        and (m.expires_at is null or m.expires_at > $6))
      and (sender.domain is null or not exists (
        select from account_domain_blocks d
        where d.account_id = t.account_id and d.domain = sender.domain
          and not exists (select from follows f where f.follower_id = t.account_id and f.target_id = $3)))
      and (s.conversation_id is null or not exists (
        select from conversation_mutes c
        where c.account_id = t.account_id and c.conversation_id = s.conversation_id))
      and ($2 <> 'mention' or not exists (
        select from blocks b
        where b.account_id = t.account_id
          and (b.target_id = s.in_reply_to_account_id
            or b.target_id in (select m.account_id from mentions m where m.status_id = s.id and not m.silent))))
  ),
  made as (
    insert into notifications (id, account_id, type, from_id, status_id, subject_id, filtered, group_key, created_at)
    select nextval('notification_ids'), told.account_id, $2, $3, nullif($4, 0), $5, told.handling = 1,
      case when told.handling = 0 and $7 <> '' then coalesce(
        (select case when substr(n.group_key, length($7) + 1)::bigint > $8::bigint - $9::int then n.group_key end
         from notifications n
         where n.account_id = told.account_id and n.group_key > $7 and n.group_key < $7 || '~'
         order by n.group_key desc limit 1),
        $7 || $8) end, $6
    from told where told.handling <> 2
    on conflict (account_id, type, from_id, coalesce(status_id, 0), subject_id)
      do update set id = excluded.id, created_at = excluded.created_at where $13
    returning account_id, filtered, id
  ),
  asked as (
    insert into notification_requests (id, account_id, from_id, created_at, updated_at)
    select nextval('notification_ids'), account_id, $3, $6, $6 from made
    where filtered and $2 in ('mention', 'quote')
    on conflict (account_id, from_id) do update set updated_at = excluded.updated_at
  )
  select account_id, id, exists (select from push_subscriptions p where p.account_id = made.account_id)
  from made where not filtered
)sql",
                                   true};

}  // namespace

std::vector<Told> insert(Tx& tx, std::span<AccountId const> whom, News const& news, Timestamp now) {
  if (whom.empty()) return {};
  auto const hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
  std::vector<Told> told;
  for (auto const row :
       tx.query(insert_sql, whom, news.type, news.from, news.about, news.subject, now,
                group_prefix(news.type, news.about), std::int64_t{hour}, hours_of_a_group, is_filterable(news.type),
                Timestamp(now - new_account_age), Timestamp(now - new_follower_age), replaces_earlier(news.type)))
    told.push_back({row.get<AccountId>(0), row.get<NotificationId>(1), row.get<bool>(2)});
  return told;
}

}  // namespace dunlin::store::notifications
