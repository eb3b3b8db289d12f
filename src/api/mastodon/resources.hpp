#pragma once
#include "dunlin/access/routes.hpp"

// One function per resource, each in the file of its name; called by routes.cpp.
namespace dunlin::api::mastodon {

void add_admin_domain_blocks(access::Routes& on);
void add_admin_reports(access::Routes& on);
void add_accounts(access::Routes& on);
void add_announcements(access::Routes& on);
void add_annual_reports(access::Routes& on);
void add_blocks(access::Routes& on);
void add_collections(access::Routes& on);
void add_conversations(access::Routes& on);
void add_credentials(access::Routes& on);
void add_custom_emojis(access::Routes& on);
void add_discovery(access::Routes& on);
void add_domain_blocks(access::Routes& on);
void add_emails(access::Routes& on);
void add_endorsements(access::Routes& on);
void add_featured_tags(access::Routes& on);
void add_filters(access::Routes& on);
void add_donation_campaigns(access::Routes& on);
void add_follow_requests(access::Routes& on);
void add_instance(access::Routes& on);
void add_instance_facts(access::Routes& on);
void add_interactions(access::Routes& on);
void add_lists(access::Routes& on);
void add_markers(access::Routes& on);
void add_media(access::Routes& on);
void add_notification_groups(access::Routes& on);
void add_notification_policies(access::Routes& on);
void add_invites(access::Routes& on);
void add_notifications(access::Routes& on);
void add_polls(access::Routes& on);
void add_oembed(access::Routes& on);
void add_preferences(access::Routes& on);
void add_push(access::Routes& on);
void add_quotes(access::Routes& on);
void add_refreshes(access::Routes& on);
void add_relationships(access::Routes& on);
void add_reports(access::Routes& on);
void add_scheduled_statuses(access::Routes& on);
void add_search(access::Routes& on);
void add_statuses(access::Routes& on);
void add_streaming(access::Routes& on);
void add_tags(access::Routes& on);
void add_timelines(access::Routes& on);
void add_translation(access::Routes& on);
void add_trends(access::Routes& on);
void add_v1_filters(access::Routes& on);

}  // namespace dunlin::api::mastodon
