#include "dunlin/api/mastodon/routes.hpp"

#include "dunlin/access/refusals.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {

void add_routes(access::Routes& on) {
  on.refuse_with(access::refuse_as_json);
  add_admin_domain_blocks(on);
  add_admin_reports(on);
  add_accounts(on);
  add_announcements(on);
  add_annual_reports(on);
  add_blocks(on);
  add_collections(on);
  add_conversations(on);
  add_credentials(on);
  add_custom_emojis(on);
  add_discovery(on);
  add_domain_blocks(on);
  add_emails(on);
  add_endorsements(on);
  add_featured_tags(on);
  add_filters(on);
  add_donation_campaigns(on);
  add_follow_requests(on);
  add_instance(on);
  add_interactions(on);
  add_lists(on);
  add_markers(on);
  add_media(on);
  add_notification_groups(on);
  add_notification_policies(on);
  add_invites(on);
  add_notifications(on);
  add_polls(on);
  add_oembed(on);
  add_preferences(on);
  add_push(on);
  add_quotes(on);
  add_refreshes(on);
  add_relationships(on);
  add_reports(on);
  add_scheduled_statuses(on);
  add_search(on);
  add_statuses(on);
  add_streaming(on);
  add_tags(on);
  add_timelines(on);
  add_translation(on);
  add_trends(on);
  add_v1_filters(on);
}

}  // namespace dunlin::api::mastodon
