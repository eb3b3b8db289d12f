#include "status_rows.hpp"

#include "dunlin/base/json.hpp"
#include "emoji_rows.hpp"
#include "media_meta.hpp"

namespace dunlin::store {
namespace {

std::vector<Mention> read_mentions(db::Row const& row, int column) {
  std::vector<Mention> mentions;
  for (auto const id : row.get<std::vector<std::int64_t>>(column)) mentions.push_back({AccountId{id}, false});
  for (auto const id : row.get<std::vector<std::int64_t>>(column + 1)) mentions.push_back({AccountId{id}, true});
  return mentions;
}

/// Threes of id, name and display name.
std::vector<Hashtag> read_tags(std::string_view text) {
  std::vector<Hashtag> tags;
  if (text == "{}") return tags;
  auto parts = db::from_text<std::vector<std::string>>(text);
  for (std::size_t i = 0; i + 2 < parts.size(); i += 3)
    tags.push_back({TagId{db::from_text<std::int64_t>(parts[i])}, std::move(parts[i + 1]), std::move(parts[i + 2])});
  return tags;
}

std::optional<Quote> read_quote(db::Row const& row, int column) {
  if (row.is_null(column + 2)) return std::nullopt;
  return Quote{row.get_or(column, StatusId{}), row.get_or(column + 1, AccountId{}), row.get<QuoteState>(column + 2)};
}

}  // namespace

Status read_status(db::Row const& row) {
  int at = 0;
  auto const text = [&] { return std::string(row.text(at++)); };
  auto const yes = [&] { return row.get<bool>(at++); };
  auto const maybe_time = [&] { return row.maybe<Timestamp>(at++); };
  Status s;
  s.id = row.get<StatusId>(at++);
  s.author = row.get<AccountId>(at++);
  s.uri = text();
  s.url = text();
  s.local = yes();
  s.text = text();
  s.html = SafeHtml::trusted(text());
  s.spoiler_text = text();
  s.sensitive = yes();
  s.visibility = row.get<Visibility>(at++);
  s.local_only = yes();
  s.reply_groups = row.get<int>(at++);
  s.language = text();
  s.in_reply_to = row.get_or(at++, StatusId{});
  s.in_reply_to_account = row.get_or(at++, AccountId{});
  s.in_reply_to_uri = text();
  s.conversation = row.get_or(at++, ConversationId{});
  s.boost_of = row.get_or(at++, StatusId{});
  s.application = row.get_or(at++, ApplicationId{});
  s.application_name = text();
  s.application_website = text();
  s.emojis = read_emojis(row.text(at++));
  s.created_at = row.get<Timestamp>(at++);
  s.edited_at = maybe_time();
  s.updated_at = maybe_time();
  s.replies_count = row.get_or(at++, std::int64_t{0});
  s.boosts_count = row.get_or(at++, std::int64_t{0});
  s.favourites_count = row.get_or(at++, std::int64_t{0});
  s.answered = yes();
  s.mentions = read_mentions(row, at);
  at += 2;
  s.tags = read_tags(row.text(at++));
  s.media = read_media(row.text(at++));
  s.poll = read_poll(row.text(at++));
  s.quote_policy = QuotePolicy::from_number(row.get<std::int32_t>(at++));
  s.quote = read_quote(row, at);
  at += 3;
  s.quotes_count = row.get_or(at++, std::int64_t{0});
  s.card = read_card(row.text(at++));
  s.reactions = read_reactions(row.text(at++));
  return s;
}

std::vector<Media> read_media(std::string_view json) {
  std::vector<Media> media;
  if (json.empty()) return media;
  for (auto const& item : parse_json(json)) {
    Media m;
    m.id = MediaId{item[0].get<std::int64_t>()};
    m.account = AccountId{item[1].get<std::int64_t>()};
    m.kind = static_cast<MediaKind>(item[2].get<int>());
    m.type = item[3].get<std::string>();
    m.url = item[4].get<std::string>();
    m.preview_url = item[5].get<std::string>();
    m.remote_url = item[6].get<std::string>();
    m.description = item[7].get<std::string>();
    m.blurhash = item[8].get<std::string>();
    m.width = item[9].get<int>();
    m.height = item[10].get<int>();
    m.focus_x = item[11].get<double>();
    m.focus_y = item[12].get<double>();
    m.state = static_cast<MediaState>(item[13].get<int>());
    read_media_meta(item[14], m);
    media.push_back(std::move(m));
  }
  return media;
}

std::optional<Poll> read_poll(std::string_view json) {
  if (json.empty()) return std::nullopt;
  auto const item = parse_json(json);
  Poll poll;
  poll.id = PollId{item[0].get<std::int64_t>()};
  for (std::size_t i = 0; i < item[1].size(); ++i)
    poll.options.push_back({item[1][i].get<std::string>(), item[2][i].get<std::int64_t>()});
  poll.multiple = item[3].get<bool>();
  poll.hide_totals = item[4].get<bool>();
  if (!item[5].is_null()) poll.expires_at = Timestamp{std::chrono::milliseconds(item[5].get<std::int64_t>())};
  if (!item[6].is_null()) poll.voters_count = item[6].get<std::int64_t>();
  return poll;
}

std::shared_ptr<std::vector<Reaction> const> read_reactions(std::string_view json) {
  if (json.empty()) return nullptr;
  auto reactions = std::make_shared<std::vector<Reaction>>();
  for (auto const& item : parse_json(json))
    reactions->push_back({.name = item[0].get<std::string>(),
                          .domain = item[1].get<std::string>(),
                          .url = item[2].get<std::string>(),
                          .count = item[3].get<std::int64_t>()});
  return reactions;
}

std::vector<int> read_votes(db::Row const& row, int column) {
  if (row.is_null(column)) return {};
  auto const choices = row.get<std::vector<std::int64_t>>(column);
  return {choices.begin(), choices.end()};
}

}  // namespace dunlin::store
