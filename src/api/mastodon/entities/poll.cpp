#include "poll.hpp"

#include <algorithm>
#include <vector>

#include "media.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

/// The custom emojis that the options show.
std::vector<Emoji> shown_emojis(Poll const& poll, std::span<Emoji const> emojis) {
  std::vector<Emoji> shown;
  for (auto const& emoji : emojis) {
    auto const shows = [code = ":" + emoji.shortcode + ":"](PollOption const& o) { return o.title.contains(code); };
    if (std::ranges::any_of(poll.options, shows)) shown.push_back(emoji);
  }
  return shown;
}

/// Its members; counts only where they are to be seen.
void write_members(JsonWriter& json, App const& app, Poll const& poll, std::span<Emoji const> emojis, bool counts,
                   Timestamp now) {
  json.member("id", poll.id);
  json.member("expires_at", poll.expires_at);
  json.member("expired", poll.is_over(now));
  json.member("multiple", poll.multiple);
  json.member("votes_count", poll.votes_count());
  json.member("voters_count", poll.voters_count);
  json.array_member("options", [&] {
    for (auto const& option : poll.options)
      json.object([&] {
        json.member("title", option.title);
        json.member("votes_count", counts ? std::optional(option.votes) : std::nullopt);
      });
  });
  write_emojis(json, app, "emojis", shown_emojis(poll, emojis));
}

}  // namespace

void write_poll(JsonWriter& json, App const& app, Status const& status, AccountId viewer, store::Deeds const& deeds,
                Timestamp now) {
  if (!status.poll) return json.value(nullptr);
  auto const& poll = *status.poll;
  json.object([&] {
    write_members(json, app, poll, status.emojis, !poll.hide_totals || poll.is_over(now), now);
    if (!viewer) return;
    json.member("voted", status.author == viewer || !deeds.votes.empty());
    json.array_member("own_votes", [&] {
      for (auto const choice : deeds.votes) json.value(choice);
    });
  });
}

void write_former_poll(JsonWriter& json, App const& app, Poll const& poll, std::span<Emoji const> emojis,
                       Timestamp now) {
  // Mastodon sends the titles alone, which an app cannot read that takes it for a whole poll.
  auto asked = poll;
  for (auto& option : asked.options) option.votes = 0;
  asked.voters_count.reset();
  json.object([&] { write_members(json, app, asked, emojis, false, now); });
}

}  // namespace dunlin::api::mastodon::entities
