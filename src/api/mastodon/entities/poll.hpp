#pragma once
#include <span>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/store/records.hpp"

// The Poll entity (Poll.schema.json). It changes with the viewer and the time, so it is never kept rendered.
namespace dunlin::api::mastodon::entities {

/// The poll of a status as this viewer (none for anonymous) sees it now; null when it has none.
void write_poll(JsonWriter& json, App const& app, Status const& status, AccountId viewer, store::Deeds const& deeds,
                Timestamp now);

/// A poll of a former version of a status: what was asked, no counts.
void write_former_poll(JsonWriter& json, App const& app, Poll const& poll, std::span<Emoji const> emojis,
                       Timestamp now);

}  // namespace dunlin::api::mastodon::entities
