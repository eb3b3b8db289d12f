#include "status_versions.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "account.hpp"
#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/statuses.hpp"
#include "media.hpp"
#include "or_null.hpp"
#include "poll.hpp"
#include "quote.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

std::string words_of(store::statuses::Edit const& version) {
  auto words = version.html.text() + "\n" + version.spoiler_text;
  if (version.poll)
    for (auto const& option : version.poll->options) words += "\n" + option.title;
  return words;
}

/// What versions of a status may show. It keeps only the emojis of its last one; what former ones of ours showed is
/// looked up.
std::vector<Emoji> emojis_of(App& app, db::Tx& tx, Status const& status,
                             std::span<store::statuses::Edit const> versions) {
  if (!status.local) return status.emojis;
  std::string words;
  for (auto const& version : versions) words += words_of(version) + "\n";
  auto emojis = status.emojis;
  for (auto& emoji : actions::emojis_in(app, tx, words))
    if (std::ranges::find(emojis, emoji.shortcode, &Emoji::shortcode) == emojis.end())
      emojis.push_back(std::move(emoji));
  return emojis;
}

/// What it quotes cannot be edited, so all versions quote the same.
void write_quote(JsonWriter& json, Status const& status, QuotesOfPage const& quotes) {
  json.key("quote");
  if (!status.quote) return json.value(nullptr);
  auto const look = quotes.look(*status.quote);
  json.object([&] {
    json.member("state", look.state);
    write_or_null(json, "quoted_status_id", look.shown);
  });
}

}  // namespace

std::string status_versions(App& app, db::Tx& tx, AccountId viewer, Status const& status) {
  auto versions = store::statuses::history(tx, status.id);
  versions.push_back({.html = status.html,
                      .spoiler_text = status.spoiler_text,
                      .sensitive = status.sensitive,
                      .media = status.media,
                      .poll = status.poll,
                      .created_at = status.edited_at.value_or(status.created_at)});
  auto const author = accounts(app, tx, std::array{status.author})[0];
  if (!author) throw not_found();
  auto const emojis = emojis_of(app, tx, status, versions);
  QuotesOfPage quotes(app, viewer);
  if (status.quote) {
    store::views::View const view{.status = std::make_shared<Status const>(status)};
    quotes.gather(&tx, std::span(&view, 1));
  }
  JsonWriter json;
  json.array([&] {
    for (auto const& version : versions) {
      auto shown = emojis;
      std::erase_if(shown, [words = words_of(version)](Emoji const& emoji) {
        return !words.contains(":" + emoji.shortcode + ":");
      });
      json.object([&] {
        json.member("content", version.html.text());
        json.member("spoiler_text", version.spoiler_text);
        json.member("sensitive", version.sensitive);
        json.member("created_at", version.created_at);
        json.key("account");
        json.raw(*author);
        write_media(json, app, "media_attachments", version.media);
        write_emojis(json, app, "emojis", shown);
        write_quote(json, status, quotes);
        if (!version.poll) return;
        json.key("poll");
        write_former_poll(json, app, *version.poll, shown, app.clock.now());
      });
    }
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
