#include "compose.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cctype>
#include <chrono>
#include <memory>
#include <unordered_map>

#include "dunlin/actions/custom_emojis.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

constexpr std::size_t most_mentions = 50;
constexpr std::size_t most_lookups = 20;
constexpr std::size_t most_hashtags = 100;
constexpr auto mention_patience = std::chrono::milliseconds(2500);
constexpr std::size_t most_text_bytes = 64 * 1024;  // a single character can be any number of bytes

/// "name@our.domain" is "name".
std::string without_own_domain(config::Config const& config, std::string handle) {
  auto const at = handle.find('@');
  if (at == std::string::npos) return handle;
  auto const domain = std::string_view(handle).substr(at + 1);
  if (domain == config.local_domain || domain == config.web_domain ||
      std::ranges::find(config.alternate_domains, domain) != config.alternate_domains.end())
    handle.resize(at);
  return handle;
}

std::vector<std::string> handles_in(config::Config const& config, std::string_view text) {
  std::vector<std::string> handles;
  if (!text.contains('@')) return handles;
  for (auto& handle : mentioned_handles(text)) {
    handle = without_own_domain(config, std::move(handle));
    if (std::ranges::find(handles, handle) == handles.end()) handles.push_back(std::move(handle));
    if (handles.size() == most_mentions) break;
  }
  return handles;
}

std::string key_of(Account const& account) {
  auto acct = account.acct();
  std::ranges::transform(acct, acct.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return acct;
}

std::unordered_map<std::string, Account> known(db::Tx& tx, std::span<std::string const> handles) {
  std::unordered_map<std::string, Account> people;
  for (auto& account : store::accounts::by_handles(tx, handles))
    if (!account.is_suspended()) people.emplace(key_of(account), std::move(account));
  return people;
}

std::vector<Emoji> emojis_of(App& app, db::Tx& tx, Status const& status) {
  std::string all_text = status.text + "\n" + status.spoiler_text;
  if (status.poll)
    for (auto const& option : status.poll->options) all_text += "\n" + option.title;
  return emojis_in(app, tx, all_text);
}

awaitable<void> look_up(App& app, std::string handle) {
  co_await federation::resolve_handle(app, std::move(handle));
}

}  // namespace

awaitable<void> meet_mentioned(App& app, std::string_view text) {
  if (text.size() > most_text_bytes) co_return;
  auto unknown = handles_in(app.config, text);
  std::erase_if(unknown, [](std::string const& handle) { return !handle.contains('@'); });
  if (unknown.empty()) co_return;
  auto const people = co_await app.db.read([&](db::Tx& tx) { return known(tx, unknown); });
  std::erase_if(unknown, [&](std::string const& handle) { return people.contains(handle); });
  if (unknown.empty()) co_return;
  if (unknown.size() > most_lookups) unknown.resize(most_lookups);

  // Lookups that take longer go on by themselves: the next post may profit.
  auto const executor = co_await boost::asio::this_coro::executor;
  auto const done = std::make_shared<boost::asio::steady_timer>(executor, mention_patience);
  auto const left = std::make_shared<std::size_t>(unknown.size());
  for (auto const& handle : unknown)
    boost::asio::co_spawn(executor, look_up(app, handle), [done, left](std::exception_ptr const&) {
      if (--*left == 0) done->cancel();
    });
  boost::system::error_code cancelled;
  if (*left > 0) co_await done->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
}

void compose(App& app, db::Tx& tx, Status& status) {
  auto const& config = app.config;
  auto const people = known(tx, handles_in(config, status.text));
  FormatRules rules;
  rules.base_url = config.base_url();
  rules.resolve = [&](std::string const& handle) -> std::optional<MentionLink> {
    auto const found = people.find(without_own_domain(config, handle));
    if (found == people.end()) return std::nullopt;
    auto const& account = found->second;
    return MentionLink{account.username, account.acct(), account.url};
  };
  status.html = format(status.text, rules);
  status.emojis = emojis_of(app, tx, status);
  status.mentions.clear();
  for (auto const& [handle, account] : people) status.mentions.push_back({account.id, false});
  status.tags.clear();
  if (!status.text.contains('#')) return;
  for (auto& tag : typed_hashtags(status.text)) {
    if (status.tags.size() == most_hashtags) break;
    status.tags.push_back({{}, std::move(tag.name), std::move(tag.typed)});
  }
}

std::string tidy(std::string_view text) {
  auto clean = clean_text(text);
  auto const begin = clean.find_first_not_of(" \t\n");
  if (begin == std::string::npos) return {};
  return clean.substr(begin, clean.find_last_not_of(" \t\n") - begin + 1);
}

void check_length(App const& app, std::string_view spoiler_text, std::string_view text, bool has_more) {
  if (text.empty() && spoiler_text.empty() && !has_more) throw invalid("Text can't be blank");
  auto const most = static_cast<std::size_t>(app.config.most_characters);
  if (text.size() + spoiler_text.size() <= most) return;
  if (text.size() + spoiler_text.size() > most_text_bytes ||
      count_graphemes(spoiler_text) + count_characters(text) > most)
    throw invalid("Text character limit of " + std::to_string(most) + " exceeded");
}

std::vector<Media> check_media(App const& app, db::Tx& tx, AccountId author, StatusId status,
                               std::span<MediaId const> ids) {
  if (ids.empty()) return {};
  if (auto const most = app.config.most_attachments; std::ssize(ids) > most)
    throw Refusal{Refusal::Kind::invalid, "Cannot attach more than " + std::to_string(most) + " files"};
  auto media = store::statuses::attachable(tx, author, status, ids);
  if (media.size() != ids.size())
    throw Refusal{Refusal::Kind::invalid, "Media not found or already attached to another post"};
  if (std::ranges::any_of(media, [](Media const& m) { return m.state != MediaState::ready; }))
    throw Refusal{Refusal::Kind::invalid,
                  "Cannot attach files that have not finished processing. Try again in a moment!"};
  auto const is_film = [](Media const& m) { return m.kind == MediaKind::video || m.kind == MediaKind::audio; };
  if (media.size() > 1 && std::ranges::any_of(media, is_film))
    throw Refusal{Refusal::Kind::invalid, "Cannot attach a video to a post that already contains images"};
  return media;
}

Refusal poll_with_media() {
  return {Refusal::Kind::invalid, "Cannot attach files to a post with a poll"};
}

std::string placeholder(std::span<Media const> media) {
  if (media.empty()) return ".";
  switch (media.front().kind) {
    case MediaKind::video:
    case MediaKind::gifv:
      return "📹";
    case MediaKind::audio:
      return "🎵";
    default:
      return "🖼";
  }
}

std::string tidy_language(std::string_view language) {
  auto const dash = std::min(language.find_first_of("-_"), language.size());
  auto const is_letter = [](unsigned char c) { return std::isalpha(c) != 0; };
  auto const base = language.substr(0, dash);
  if (base.size() < 2 || base.size() > 3 || !std::ranges::all_of(base, is_letter)) return {};
  std::string tidied;
  for (unsigned char const c : base) tidied += static_cast<char>(std::tolower(c));
  auto const rest = language.substr(std::min(dash + 1, language.size()));
  if (rest.size() >= 2 && rest.size() <= 4 && std::ranges::all_of(rest, is_letter)) tidied.append("-").append(rest);
  return tidied;
}

}  // namespace dunlin::actions
