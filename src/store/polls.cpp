#include "dunlin/store/polls.hpp"

#include <string>

#include "dunlin/store/records.hpp"
#include "status_rows.hpp"

namespace dunlin::store::polls {
namespace {

constexpr db::Statement status_of_sql{
    "polls.status_of",
    "select s.id from polls p join statuses s on s.id = p.status_id where p.id = $1 and s.deleted_at is null"};
constexpr db::Statement lock_sql{"polls.lock",
                                 "select " POLL_JSON "from polls p where p.id = $1 for no key update of p"};
constexpr db::Statement insert_sql{"polls.insert", R"sql(
  insert into polls (id, status_id, options, votes, multiple, hide_totals, expires_at, voters_count)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};
constexpr db::Statement update_sql{"polls.update", R"sql(
  update polls set options = $3, votes = $4, multiple = $5, hide_totals = $6, expires_at = $7, voters_count = $8
  where id = $1 and status_id = $2
)sql"};
constexpr db::Statement remove_votes_sql{"polls.remove_votes", "delete from poll_votes where poll_id = $1"};
constexpr db::Statement remove_sql{"polls.remove", "delete from polls where id = $1"};

template <class Write>
void write(Write write, StatusId status, Poll const& poll) {
  std::vector<std::string> titles;
  std::vector<std::int64_t> votes;
  for (auto const& option : poll.options) {
    titles.push_back(option.title);
    votes.push_back(option.votes);
  }
  write(poll.id, status, titles, votes, poll.multiple, poll.hide_totals, poll.expires_at, poll.voters_count);
}

}  // namespace

std::optional<StatusId> status_of(Tx& tx, PollId id) {
  auto const rows = tx.query(status_of_sql, id);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<StatusId>(0);
}

std::optional<Poll> lock(Tx& tx, PollId id) {
  auto const rows = tx.query(lock_sql, id);
  if (rows.empty()) return std::nullopt;
  return read_poll(rows[0].text(0));
}

void insert(Tx& tx, StatusId status, Poll const& poll) {
  write([&](auto const&... all) { tx.execute(insert_sql, all...); }, status, poll);
}

void update(Tx& tx, StatusId status, Poll const& poll) {
  write([&](auto const&... all) { tx.execute(update_sql, all...); }, status, poll);
  tx.changed(change::status, status);
}

void remove_votes(Tx& tx, StatusId status, PollId id) {
  tx.execute(remove_votes_sql, id);
  tx.changed(change::status, status);
  tx.changed(change::deed, "all");  // of everybody who voted
}

void remove(Tx& tx, StatusId status, PollId id) {
  tx.execute(remove_sql, id);
  tx.changed(change::status, status);
  tx.changed(change::deed, "all");
}

namespace {

constexpr db::Statement vote_sql{"polls.vote", R"sql(
  with new as (
    insert into poll_votes (poll_id, account_id, choices, created_at) values ($1, $2, $3::smallint[], $4)
    on conflict do nothing
    returning choices)
  update polls p set voters_count = p.voters_count + 1,
    votes = array(select votes + ((place - 1)::smallint = any(new.choices))::int
                  from unnest(p.votes) with ordinality as tally (votes, place) order by place)
  from new where p.id = $1
)sql"};
constexpr db::Statement add_choice_sql{"polls.add_choice", R"sql(
  with new as (
    insert into poll_votes (poll_id, account_id, choices, created_at)
    values ($1, $2, array[$3::int]::smallint[], $4)
    on conflict (poll_id, account_id) do update set choices = poll_votes.choices || excluded.choices
    where $5 and not poll_votes.choices @> excluded.choices
    returning cardinality(choices) = 1 as first)
  update polls p set voters_count = p.voters_count + new.first::int,
    votes[$3::int + 1] = p.votes[$3::int + 1] + 1
  from new where p.id = $1
)sql"};
constexpr db::Statement remote_voters_sql{"polls.remote_voters", R"sql(
  select v.account_id from poll_votes v join accounts a on a.id = v.account_id and a.domain is not null
  where v.poll_id = $1 order by v.account_id limit 10000
)sql"};
constexpr db::Statement local_voters_sql{"polls.local_voters", R"sql(
  select v.account_id from poll_votes v join accounts a on a.id = v.account_id and a.domain is null
  where v.poll_id = $1 order by v.account_id limit 10000
)sql"};

}  // namespace

bool vote(Tx& tx, StatusId status, PollId id, AccountId voter, std::span<int const> choices, Timestamp when) {
  std::vector<std::int64_t> const chosen(choices.begin(), choices.end());
  if (tx.query(vote_sql, id, voter, chosen, when).affected() == 0) return false;
  tx.changed(change::status, status);
  tx.changed(change::deed, to_string(DeedKey{voter, status}));
  return true;
}

bool add_choice(Tx& tx, StatusId status, Poll const& poll, AccountId voter, int choice, Timestamp when) {
  if (tx.query(add_choice_sql, poll.id, voter, choice, when, poll.multiple).affected() == 0) return false;
  tx.changed(change::status, status);
  return true;
}

std::vector<AccountId> remote_voters(Tx& tx, PollId id) {
  std::vector<AccountId> voters;
  for (auto const row : tx.query(remote_voters_sql, id)) voters.push_back(row.get<AccountId>(0));
  return voters;
}

std::vector<AccountId> local_voters(Tx& tx, PollId id) {
  std::vector<AccountId> voters;
  for (auto const row : tx.query(local_voters_sql, id)) voters.push_back(row.get<AccountId>(0));
  return voters;
}

}  // namespace dunlin::store::polls
