#include "dunlin/actions/polls.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "dunlin/actions/notify.hpp"
#include "dunlin/actions/refresh_poll.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/send_refreshed.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/views.hpp"
#include "poll_drafts.hpp"

namespace dunlin::actions {
namespace {

namespace polls = store::polls;

constexpr Duration tallies_wait = std::chrono::minutes(3);  // many vote in the first minutes

std::vector<int> once_each(std::span<int const> choices) {
  std::vector<int> sorted(choices.begin(), choices.end());
  std::ranges::sort(sorted);
  auto const [first, last] = std::ranges::unique(sorted);
  sorted.erase(first, last);
  return sorted;
}

void check_choices(Poll const& poll, std::span<int const> choices) {
  auto const is_unknown = [&](int choice) {
    return choice < 0 || static_cast<std::size_t>(choice) >= poll.options.size();
  };
  if (choices.empty() || std::ranges::any_of(choices, is_unknown))
    throw invalid("The chosen vote option does not exist");
  if (choices.size() > 1 && !poll.multiple) throw invalid("You have already voted on this poll");
}

std::vector<std::string> titles_of(Poll const& poll, std::span<int const> choices) {
  std::vector<std::string> titles;
  for (auto const choice : choices) titles.push_back(poll.options[static_cast<std::size_t>(choice)].title);
  return titles;
}

}  // namespace

Status vote(App& app, db::Tx& tx, AccountId voter, PollId id, std::span<int const> choices) {
  auto const now = app.clock.now();
  auto const owner = polls::status_of(tx, id);
  auto status = owner ? store::views::find(app.records, tx, voter, *owner) : std::nullopt;
  auto poll = status ? polls::lock(tx, id) : std::nullopt;
  if (!poll) throw not_found();
  if (status->author == voter) throw invalid("You cannot vote in your own polls");
  if (poll->is_over(now)) throw invalid("The poll has already ended");
  auto const chosen = once_each(choices);
  check_choices(*poll, chosen);
  if (!polls::vote(tx, status->id, id, voter, chosen, now)) throw invalid("You have already voted on this poll");
  for (auto const choice : chosen) ++poll->options[static_cast<std::size_t>(choice)].votes;
  if (poll->voters_count) ++*poll->voters_count;
  if (status->local)
    tell_tallies_soon(app, tx, id);
  else
    federation::send_votes(app, tx, voter, *status, titles_of(*poll, chosen));
  // Nobody here waits yet for the end of a poll of another server.
  if (!status->local) await_end(tx, *poll);
  status->poll = std::move(poll);
  return std::move(*status);
}

std::string TellTallies::to_text() const {
  return to_string(poll);
}

TellTallies TellTallies::from_text(std::string const& text) {
  return {parse_id<PollId>(text).value_or(PollId{})};
}

void tell_tallies_soon(App& app, db::Tx& tx, PollId poll) {
  jobs::enqueue(tx, TellTallies{poll},
                {.run_at = app.clock.now() + tallies_wait, .unique_key = to_string(poll), .host = {}});
}

awaitable<void> tell_tallies(App& app, TellTallies what, jobs::Job const&) {
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const owner = polls::status_of(tx, what.poll);
        auto const status = owner ? store::statuses::find(tx, *owner) : std::nullopt;
        if (status && status->local && status->poll)
          federation::send_refreshed(app, tx, *status, polls::remote_voters(tx, what.poll));
      },
      db::Urgency::background);
}

std::string PollOver::to_text() const {
  return to_string(poll);
}

PollOver PollOver::from_text(std::string const& text) {
  return {parse_id<PollId>(text).value_or(PollId{})};
}

awaitable<void> poll_over(App& app, PollOver what, jobs::Job const&) {
  // What another server counted last is what people here are shown.
  auto const status =
      co_await app.db.read([&](db::Tx& tx) { return polls::status_of(tx, what.poll); }, db::Urgency::background);
  if (status) co_await read_tallies(app, *status);
  auto const goes_on_until = co_await app.db.transact(
      [&](db::Tx& tx) -> std::optional<Timestamp> {
        auto const owner = polls::status_of(tx, what.poll);
        auto const status = owner ? store::statuses::find(tx, *owner) : std::nullopt;
        if (!status || !status->poll) return std::nullopt;
        if (!status->poll->is_over(app.clock.now())) return status->poll->expires_at;
        auto told = polls::local_voters(tx, what.poll);
        told.push_back(status->author);
        notify_all(app, tx, told, "poll", status->author, status->id);
        if (status->local) federation::send_refreshed(app, tx, *status, polls::remote_voters(tx, what.poll));
        return std::nullopt;
      },
      db::Urgency::background);
  if (goes_on_until) throw jobs::Later(*goes_on_until);
}

}  // namespace dunlin::actions
