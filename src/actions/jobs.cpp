#include "dunlin/actions/jobs.hpp"

#include "dunlin/actions/annual_reports.hpp"
#include "dunlin/actions/cards.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/actions/indexing.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/notification_requests.hpp"
#include "dunlin/actions/polls.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/actions/scheduled.hpp"
#include "dunlin/actions/trends.hpp"
#include "dunlin/actions/verify_links.hpp"

namespace dunlin::actions {

void add_jobs(jobs::Queue& queue) {
  queue.add<Distribute>(distribute);
  queue.add<Withdraw>(withdraw);
  queue.add<PollOver>(poll_over);
  queue.add<PublishScheduled>(publish_scheduled);
  queue.add<DropFeed>(drop_feed);
  queue.add<MakeReport>(make_report);
  queue.add<IndexStatuses>(index_statuses, {.at_once = 1});
  queue.add<EndMutes>(end_mutes);
  queue.add<AdmitAll>(admit_all);
  queue.add<RemoveFiles>(remove_files);
  queue.add<SweepMedia>(sweep_media);
  queue.add<MergeNotifications>(merge_notifications);
  add_card_jobs(queue);
  add_trend_jobs(queue);
  queue.add<VerifyLinks>(verify_links, {.name = {}, .run = {}, .at_once = 2, .attempts = 4, .keep_dead = false});
}

}  // namespace dunlin::actions
