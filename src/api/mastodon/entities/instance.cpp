#include "instance.hpp"

#include <array>
#include <string_view>

#include "dunlin/actions/endorsements.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/profile.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/poll.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

// Clients decide by these what they may ask for: 10 is Mastodon 4.6 with its collections, 11 has descriptions of
// avatars (behaviours.md, "Instance v2").
constexpr std::string_view api_version_text = "4.6.1 (compatible; Dunlin " DUNLIN_VERSION ")";
constexpr int api_level = 11;

constexpr int most_pinned = 5;

constexpr std::array<std::string_view, 29> media_types{
    "image/jpeg",   "image/png",   "image/gif",   "image/heic",      "image/heif",      "image/webp",
    "image/avif",   "image/jxl",   "video/webm",  "video/mp4",       "video/quicktime", "video/ogg",
    "audio/wave",   "audio/wav",   "audio/x-wav", "audio/x-pn-wave", "audio/vnd.wave",  "audio/ogg",
    "audio/vorbis", "audio/mpeg",  "audio/mp3",   "audio/webm",      "audio/flac",      "audio/aac",
    "audio/m4a",    "audio/x-m4a", "audio/mp4",   "audio/3gpp",      "video/x-ms-asf"};

std::string streaming_url(config::Config const& config) {
  return (config.local_https ? "wss://" : "ws://") + config.web_domain;
}

std::string thumbnail_url(config::Config const& config) {
  return config.base_url() + "/headers/original/missing.png";
}

void write_texts(JsonWriter& json, std::string_view name, std::initializer_list<std::string_view> texts) {
  json.array_member(name, [&] {
    for (auto const text : texts) json.value(text);
  });
}

void write_status_limits(JsonWriter& json, config::Config const& config) {
  json.object_member("statuses", [&] {
    json.member("max_characters", config.most_characters);
    json.member("max_media_attachments", config.most_attachments);
    json.member("characters_reserved_per_url", characters_per_url);
  });
}

void write_media_limits(JsonWriter& json, config::Config const& config, bool with_description) {
  json.object_member("media_attachments", [&] {
    if (with_description) json.member("description_limit", actions::most_media_description_characters);
    json.array_member("supported_mime_types", [&] {
      for (auto const type : media_types) json.value(type);
    });
    json.member("image_size_limit", config.most_image_bytes);
    json.member("image_matrix_limit", media::most_image_pixels);
    json.member("video_size_limit", config.most_video_bytes);
    json.member("video_frame_rate_limit", media::most_video_frames);
    json.member("video_matrix_limit", media::most_video_pixels);
  });
}

void write_poll_limits(JsonWriter& json) {
  json.object_member("polls", [&] {
    json.member("max_options", most_poll_options);
    json.member("max_characters_per_option", most_option_characters);
    json.member("min_expiration", shortest_poll);
    json.member("max_expiration", longest_poll);
  });
}

void write_account_limits(JsonWriter& json) {
  json.object_member("accounts", [&] {
    json.member("max_display_name_length", actions::most_display_name_characters);
    json.member("max_note_length", actions::most_note_characters);
    json.member("max_avatar_description_length", actions::most_picture_description_characters);
    json.member("max_header_description_length", actions::most_picture_description_characters);
    json.member("max_featured_tags", actions::most_featured_tags);
    json.member("max_pinned_statuses", most_pinned);
    json.member("max_profile_fields", actions::most_profile_fields);
    json.member("profile_field_name_limit", actions::most_field_characters);
    json.member("profile_field_value_limit", actions::most_field_characters);
  });
}

void write_feeds(JsonWriter& json, store::FeedAccesses const& feeds) {
  auto const write = [&](std::string_view name, store::FeedAccess local, store::FeedAccess remote) {
    json.object_member(name, [&] {
      json.member("local", to_text(local));
      json.member("remote", to_text(remote));
    });
  };
  json.object_member("timelines_access", [&] {
    write("live_feeds", feeds.local_live, feeds.remote_live);
    write("hashtag_feeds", feeds.local_topic, feeds.remote_topic);
    write("trending_link_feeds", feeds.local_topic, feeds.remote_topic);
  });
}

void write_configuration(JsonWriter& json, App const& app, store::FeedAccesses const& feeds) {
  auto const base = app.config.base_url();
  json.object_member("configuration", [&] {
    json.object_member("urls", [&] {
      json.member("streaming", streaming_url(app.config));
      json.member("status", nullptr);
      json.member("about", base + "/about");
      json.member("privacy_policy", base + "/privacy-policy");
      json.member("terms_of_service", nullptr);
    });
    json.object_member("vapid", [&] { json.member("public_key", app.secrets.vapid_public); });
    write_account_limits(json);
    write_status_limits(json, app.config);
    write_media_limits(json, app.config, true);
    write_poll_limits(json);
    json.object_member("translation", [&] { json.member("enabled", !app.config.libre_translate_endpoint.empty()); });
    write_feeds(json, feeds);
    json.member("limited_federation", app.config.limited_federation);
  });
}

void write_registrations(JsonWriter& json, store::Settings const& settings) {
  json.object_member("registrations", [&] {
    json.member("enabled", settings.registrations != store::Registrations::none);
    json.member("approval_required", settings.registrations == store::Registrations::approved);
    json.member("reason_required", settings.registrations_need_reason);
    json.key("message");
    if (settings.closed_message.empty())
      json.value(nullptr);
    else
      json.value(settings.closed_message);
    json.member("min_age", nullptr);
    json.member("url", nullptr);
  });
}

}  // namespace

std::string instance(App const& app, InstanceFacts const& facts) {
  JsonWriter json(6144);
  json.object([&] {
    json.member("domain", app.config.local_domain);
    json.member("title", facts.settings.title);
    json.member("version", api_version_text);
    json.member("source_url", app.config.source_url);
    json.member("description", facts.settings.short_description);
    json.object_member(
        "usage", [&] { json.object_member("users", [&] { json.member("active_month", facts.census.active_month); }); });
    json.object_member("thumbnail", [&] {
      json.member("url", thumbnail_url(app.config));
      json.member("description", "");
    });
    json.array_member("icon", [] {});
    write_texts(json, "languages", {app.config.default_locale});
    write_configuration(json, app, facts.feeds);
    write_registrations(json, facts.settings);
    json.object_member("api_versions", [&] { json.member("mastodon", api_level); });
    json.member("wrapstodon", nullptr);
    json.object_member("contact", [&] {
      json.member("email", facts.settings.contact_email);
      json.key("account");
      json.raw(facts.contact);
    });
    json.key("rules");
    json.raw(facts.rules);
  });
  return json.take();
}

std::string rules(std::vector<store::house::Rule> const& rules) {
  JsonWriter json;
  json.array([&] {
    for (auto const& rule : rules)
      json.object([&] {
        json.member("id", std::to_string(rule.id));
        json.member("text", rule.text);
        json.member("hint", rule.hint);
        json.object_member("translations", [&] {
          for (auto const& [language, one] : rule.translations)
            json.object_member(language, [&] {
              json.member("text", one.text);
              json.member("hint", one.hint);
            });
        });
      });
  });
  return json.take();
}

std::string v1_instance(App const& app, InstanceFacts const& facts) {
  JsonWriter json(6144);
  json.object([&] {
    json.member("uri", app.config.local_domain);
    json.member("title", facts.settings.title);
    json.member("short_description", facts.settings.short_description);
    json.member("description", facts.settings.short_description);
    json.member("email", facts.settings.contact_email);
    json.member("version", api_version_text);
    json.object_member("urls", [&] { json.member("streaming_api", streaming_url(app.config)); });
    json.object_member("stats", [&] {
      json.member("user_count", facts.census.users);
      json.member("status_count", facts.census.statuses);
      json.member("domain_count", facts.census.domains);
    });
    json.member("thumbnail", thumbnail_url(app.config));
    write_texts(json, "languages", {app.config.default_locale});
    json.member("registrations", facts.settings.registrations != store::Registrations::none);
    json.member("approval_required", facts.settings.registrations == store::Registrations::approved);
    json.member("invites_enabled", false);
    json.object_member("configuration", [&] {
      json.object_member("accounts", [&] { json.member("max_featured_tags", actions::most_featured_tags); });
      write_status_limits(json, app.config);
      write_media_limits(json, app.config, false);
      write_poll_limits(json);
    });
    json.key("contact_account");
    json.raw(facts.contact);
    json.key("rules");
    json.raw(facts.rules);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
