#include "dunlin/actions/polls.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "dunlin/actions/notify.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/views.hpp"
#include "poll_drafts.hpp"

namespace dunlin::actions {
namespace {

namespace polls = store::polls;

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
  // Nobody here waits yet for the end of a poll of another server.
  if (!status->local) await_end(tx, *poll);
  status->poll = std::move(poll);
  return std::move(*status);
}

std::string PollOver::to_text() const {
  return to_string(poll);
}

PollOver PollOver::from_text(std::string const& text) {
  return {parse_id<PollId>(text).value_or(PollId{})};
}

awaitable<void> poll_over(App& app, PollOver what, jobs::Job const&) {
  auto const goes_on_until = co_await app.db.transact(
      [&](db::Tx& tx) -> std::optional<Timestamp> {
        auto const owner = polls::status_of(tx, what.poll);
        auto const status = owner ? store::statuses::find(tx, *owner) : std::nullopt;
        if (!status || !status->poll) return std::nullopt;
        if (!status->poll->is_over(app.clock.now())) return status->poll->expires_at;
        auto told = polls::local_voters(tx, what.poll);
        told.push_back(status->author);
        notify_all(app, tx, told, "poll", status->author, status->id);
        return std::nullopt;
      },
      db::Urgency::background);
  if (goes_on_until) throw jobs::Later(*goes_on_until);
}

}  // namespace dunlin::actions
