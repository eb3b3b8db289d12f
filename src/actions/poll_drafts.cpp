#include "poll_drafts.hpp"

#include <algorithm>
#include <chrono>

#include "dunlin/actions/polls.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/store/polls.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_option_bytes = 4096;  // a single character can be any number of bytes

Refusal no_end() {
  return invalid("Expires at can't be blank");
}

bool has_twins(std::vector<std::string> titles) {
  std::ranges::sort(titles);
  return std::ranges::adjacent_find(titles) != titles.end();
}

}  // namespace

void check_poll(std::optional<PollDraft>& draft, PollFor what) {
  if (!draft) return;
  auto& options = draft->options;
  for (auto& option : options) option = clean_line(option.substr(0, most_option_bytes));
  std::erase(options, std::string());
  auto const is_long = [](std::string const& option) { return count_graphemes(option) > most_option_characters; };
  if (options.size() < least_poll_options) throw invalid("Options must have more than one item");
  if (options.size() > most_poll_options)
    throw invalid("Options can't contain more than " + std::to_string(most_poll_options) + " items");
  if (std::ranges::any_of(options, is_long))
    throw invalid("Options cannot be longer than " + std::to_string(most_option_characters) + " characters each");
  if (has_twins(options)) throw invalid("Options contain duplicate items");
  if (!draft->seconds && what == PollFor::edit) return;
  if (!draft->seconds) throw no_end();
  if (*draft->seconds < shortest_poll) throw invalid("Expires at is too soon");
  if (*draft->seconds > longest_poll) throw invalid("Expires at is too far into the future");
}

Poll make_poll(db::Tx& tx, PollDraft const& draft, Timestamp now) {
  Poll poll;
  poll.id = tx.next_id<PollId>(now);
  for (auto const& title : draft.options) poll.options.push_back({.title = title});
  poll.multiple = draft.multiple;
  poll.hide_totals = draft.hide_totals;
  if (draft.seconds) poll.expires_at = now + std::chrono::seconds(*draft.seconds);
  poll.voters_count = 0;
  return poll;
}

void await_end(db::Tx& tx, Poll const& poll) {
  if (poll.expires_at) jobs::enqueue(tx, PollOver{poll.id}, {.run_at = poll.expires_at, .unique_key = {}, .host = {}});
}

PollChange plan_change(db::Tx& tx, Status const& status, std::optional<PollDraft> const& draft, Timestamp now) {
  PollChange change;
  if (status.poll) change.former = store::polls::lock(tx, status.poll->id);
  if (draft) change.next = make_poll(tx, *draft, now);
  change.is_one = change.former.has_value() != change.next.has_value();
  if (draft && !draft->seconds && !change.former) throw no_end();
  if (!change.former || !change.next) return change;
  auto const& former = *change.former;
  auto& next = *change.next;
  next.id = former.id;
  change.keeps_votes = is_same_question(former, next);
  if (!draft->seconds) {
    if (!change.keeps_votes) throw no_end();
    next.expires_at = former.expires_at;
    next.hide_totals = former.hide_totals;
  }
  if (change.keeps_votes) {
    next.options = former.options;
    next.voters_count = former.voters_count;
  }
  change.is_one = !change.keeps_votes || next.hide_totals != former.hide_totals || next.expires_at != former.expires_at;
  return change;
}

void carry_out(db::Tx& tx, StatusId status, PollChange const& change) {
  if (!change.is_one) return;
  if (!change.next) return store::polls::remove(tx, status, change.former->id);
  if (change.former) {
    if (!change.keeps_votes) store::polls::remove_votes(tx, status, change.former->id);
    store::polls::update(tx, status, *change.next);
  } else {
    store::polls::insert(tx, status, *change.next);
  }
  await_end(tx, *change.next);
}

}  // namespace dunlin::actions
