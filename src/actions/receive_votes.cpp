// Answers to polls of ours, as other servers send them (contract, section 6.7).
#include <algorithm>

#include "dunlin/actions/polls.hpp"
#include "dunlin/store/polls.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "inbound.hpp"

namespace dunlin::actions {

void receive_vote(Inbound const& in, db::Tx& tx, federation::vocabulary::Vote const& vote) {
  auto const id = known_status(in.app, tx, vote.in_reply_to);
  // Who may not see it can only know its id by guessing.
  auto const status = id ? store::statuses::find_visible(tx, id, in.actor.id) : std::nullopt;
  if (!status || !status->local || !status->poll) return;
  if (store::relations::barriers(tx, status->author, in.actor.id).blocking) return;
  auto const poll = store::polls::lock(tx, status->poll->id);
  auto const now = in.app.clock.now();
  if (!poll || poll->is_over(now)) return;
  auto const option = std::ranges::find(poll->options, vote.option, &PollOption::title);
  if (option == poll->options.end()) return;
  auto const choice = static_cast<int>(option - poll->options.begin());
  if (store::polls::add_choice(tx, id, *poll, in.actor.id, choice, now)) tell_tallies_soon(in.app, tx, poll->id);
}

}  // namespace dunlin::actions
