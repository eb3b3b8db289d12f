#include "push_text.hpp"

#include <array>
#include <utility>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/media/remote_address.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_characters = 140;

/// What is said after the name of who did it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> words{{
    {"mention", "mentioned you"},
    {"status", "posted"},
    {"reblog", "boosted your post"},
    {"follow", "follows you now"},
    {"follow_request", "asks to follow you"},
    {"favourite", "likes your post"},
    {"poll", "– the poll has ended"},
    {"update", "edited a post"},
    {"quote", "quoted your post"},
    {"quoted_update", "edited a post you quoted"},
    {"added_to_collection", "added you to a collection"},
    {"collection_update", "changed a collection you are in"},
    {"admin.sign_up", "signed up"},
    {"admin.report", "sent a report"},
}};

std::string title_of(Notification const& told, Account const& from) {
  auto title = from.display_name.empty() ? from.acct() : from.display_name;
  for (auto const& [type, said] : words)
    if (told.type == type) return title.append(" ").append(said);
  return title;
}

std::string shortened(std::string const& text) {
  std::size_t characters = 0, at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && ++characters > most_characters - 1) break;
  return at == text.size() ? text : text.substr(0, at) + "…";
}

std::string body_of(Account const& from, Status const* status) {
  if (!status) return plain_text(from.note.text());
  return status->spoiler_text.empty() ? plain_text(status->html.text()) : status->spoiler_text;
}

}  // namespace

std::string push_text(App const& app, Notification const& told, Account const& from, Status const* status,
                      std::string const& token, std::string const& locale) {
  JsonWriter json(512);
  json.object([&] {
    json.member("access_token", token);
    json.member("preferred_locale", locale);
    json.member("notification_id", told.id.value);
    json.member("notification_type", told.type);
    json.member("icon", from.avatar_url.empty() ? app.config.base_url() + "/avatars/original/missing.png"
                                                : media::shown_address(app, from.avatar_url, from.domain));
    json.member("title", title_of(told, from));
    json.member("body", shortened(body_of(from, status)));
  });
  return json.take();
}

}  // namespace dunlin::actions
