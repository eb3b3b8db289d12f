#include "dunlin/actions/jobs.hpp"

#include "dunlin/actions/annual_reports.hpp"
#include "dunlin/actions/cards.hpp"
#include "dunlin/actions/domain_blocks.hpp"
#include "dunlin/actions/fetch_collections.hpp"
#include "dunlin/actions/fetch_outbox.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/inbox_gone.hpp"
#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/moves.hpp"
#include "dunlin/actions/notification_requests.hpp"
#include "dunlin/actions/polls.hpp"
#include "dunlin/actions/process_media.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/push.hpp"
#include "dunlin/actions/relays.hpp"
#include "dunlin/actions/remote_media.hpp"
#include "dunlin/actions/scheduled.hpp"
#include "dunlin/actions/settle_quote.hpp"
#include "dunlin/actions/synchronize_followers.hpp"
#include "dunlin/actions/trends.hpp"
#include "dunlin/actions/verify_links.hpp"

namespace dunlin::actions {

void add_jobs(jobs::Queue& queue) {
  queue.add<Distribute>(distribute);
  queue.add<Withdraw>(withdraw);
  queue.add<PollOver>(poll_over);
  queue.add<federation::FetchCollections>(fetch_collections, {.at_once = 3, .attempts = 2, .keep_dead = false});
  queue.add<federation::FindTarget>(find_target, {.at_once = 2, .attempts = 2, .keep_dead = false});
  queue.add<BringFollowers>(bring_followers, {.at_once = 2, .attempts = 8});
  queue.add<FetchRelayed>(fetch_relayed, {.at_once = 4, .attempts = 2, .keep_dead = false});
  queue.add<FetchOutbox>(fetch_outbox, {.at_once = 4, .at_once_per_host = 1, .attempts = 2, .keep_dead = false});
  queue.add<TellTallies>(tell_tallies);
  queue.add<SettleQuote>(settle_quote, {.at_once = 2, .attempts = 4, .keep_dead = false});
  queue.add<PublishScheduled>(publish_scheduled);
  queue.add<DropFeed>(drop_feed);
  queue.add<MakeReport>(make_report);
  queue.add<IndexStatuses>(index_statuses, {.at_once = 1});
  queue.add<EndMutes>(end_mutes);
  queue.add<ApplyDomainBlock>(apply_domain_block, {.at_once = 1});
  queue.add<AdmitAll>(admit_all);
  queue.add<RemoveFiles>(remove_files);
  queue.add<SweepMedia>(sweep_media);
  queue.add<CopyMedia>(copy_media, {.at_once = 4, .at_once_per_host = 1, .attempts = 4, .keep_dead = false});
  // Each uses two cores for as long as it takes.
  queue.add<ProcessMedia>(process_media, {.at_once = 2, .attempts = ProcessMedia::tries + 1, .keep_dead = false});
  queue.add<MergeNotifications>(merge_notifications);
  add_card_jobs(queue);
  add_trend_jobs(queue);
  queue.add<Push>(send_push, {.name = {}, .run = {}, .at_once = 16, .attempts = 6, .keep_dead = false});
  queue.add<federation::InboxGone>(inbox_gone, {.at_once = 2, .attempts = 4, .keep_dead = false});
  queue.add<SynchronizeFollowers>(synchronize_followers, {.at_once = 2, .attempts = 4, .keep_dead = false});
  queue.add<VerifyLinks>(verify_links, {.name = {}, .run = {}, .at_once = 2, .attempts = 4, .keep_dead = false});
}

}  // namespace dunlin::actions
