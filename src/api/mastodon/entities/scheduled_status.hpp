#pragma once
#include <span>
#include <string>

#include "dunlin/store/scheduled.hpp"

// The ScheduledStatus entity (ScheduledStatus.schema.json).
namespace dunlin::api::mastodon::entities {

std::string scheduled_status(store::scheduled::Scheduled const& scheduled);
std::string scheduled_statuses(std::span<store::scheduled::Scheduled const> all);

}  // namespace dunlin::api::mastodon::entities
