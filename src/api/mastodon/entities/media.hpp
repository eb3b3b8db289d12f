#pragma once
#include <span>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"

namespace dunlin::api::mastodon::entities {

/// A list of MediaAttachment entities. Inside a status the url is never null: clients throw on it.
void write_media(JsonWriter& json, App const& app, std::string_view name, std::span<Media const> media);

/// The same of what was uploaded here.
void write_own_media(JsonWriter& json, std::string_view name, std::span<Media const> media);

/// The MediaAttachment entity alone, of what was uploaded here.
std::string media_attachment(Media const& media);

/// A list of CustomEmoji entities.
void write_emojis(JsonWriter& json, App const& app, std::string_view name, std::span<Emoji const> emojis);

}  // namespace dunlin::api::mastodon::entities
