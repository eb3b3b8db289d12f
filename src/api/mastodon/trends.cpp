// What many use of late: hashtags, statuses, links; and what is said about such a link.
#include "dunlin/store/trends.hpp"

#include <string>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/cards.hpp"
#include "dunlin/store/records.hpp"
#include "entities/card.hpp"
#include "entities/history.hpp"
#include "entities/status.hpp"
#include "entities/tag.hpp"
#include "feed_access.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize trends_page{10, 20};
constexpr char const* deprecated_since = "@1648512000";  // 2022-03-29: hashtags got an address of their own

struct Slice {
  int limit, offset;
};

Slice read_slice(Call const& call, PageSize size) {
  return {read_limit(call.params, size), read_offset(call.params)};
}

Reply answer(Call const& call, std::string body, Slice slice, std::size_t found) {
  auto reply = access::json(std::move(body));
  auto links = offset_link_header(call, slice.limit, slice.offset, found >= static_cast<std::size_t>(slice.limit));
  if (!links.empty()) reply.with("Link", std::move(links));
  return reply.with("Vary", "Authorization, Origin, Accept-Language");
}

Reply tags(Call const& call, Tx& tx) {
  auto const slice = read_slice(call, trends_page);
  auto const found = store::trends::tags(tx, slice.limit, slice.offset);
  return answer(call, entities::tag_list(call.app, tx, call.viewer(), found), slice, found.size());
}

Reply tags_of_old(Call const& call, Tx& tx) {
  return tags(call, tx).with("Deprecation", deprecated_since);
}

Reply statuses(Call const& call, Tx& tx) {
  auto const slice = read_slice(call, statuses_page);
  auto const found = store::trends::statuses(tx, call.viewer(), slice.limit, slice.offset);
  return answer(call, entities::status_list(call.app, tx, call.viewer(), found).json, slice, found.size());
}

entities::AccountsById authors_of(Call const& call, Tx& tx, std::vector<std::shared_ptr<Card const>> const& cards) {
  std::vector<AccountId> ids;
  for (auto const& card : cards)
    if (card->author) ids.push_back(card->author);
  entities::AccountsById accounts;
  if (ids.empty()) return accounts;
  auto const found = store::accounts_by_id(call.app.records, tx, ids);
  for (std::size_t i = 0; i < ids.size(); ++i) accounts[ids[i]] = found[i];
  return accounts;
}

Reply links(Call const& call, Tx& tx) {
  auto const slice = read_slice(call, trends_page);
  auto const found = store::trends::links(tx, slice.limit, slice.offset);
  auto const accounts = authors_of(call, tx, found);
  auto const now = call.app.clock.now();
  std::vector<CardId> ids;
  for (auto const& card : found) ids.push_back(card->id);
  auto const histories = store::cards::history(tx, ids, now);
  JsonWriter json(64 + found.size() * 1500);
  json.array([&] {
    for (auto const& card : found)
      json.object([&] {
        entities::write_card_members(json, call.app, *card, accounts);
        auto const at = histories.find(card->id);
        entities::write_history(json, at == histories.end() ? store::tags::History{} : at->second, now);
      });
  });
  return answer(call, json.take(), slice, found.size());
}

Reply about_link(Call const& call, Tx& tx) {
  auto const text = call.params.text("url").value_or("");
  if (text.empty()) throw Refusal{Refusal::Kind::bad_request, "param is missing or the value is empty: url"};
  auto const window = read_window(call.params, statuses_page);
  auto const origin = open_origin(call, tx, Feed::topic);
  auto const url = http::parse_url(text);
  auto const card = url ? store::trends::trending_page(tx, url->text()) : std::nullopt;
  if (!card) throw not_found();
  std::vector<StatusId> ids;
  if (origin) ids = store::cards::timeline(tx, call.viewer(), *card, *origin, window);
  return page(call, entities::status_list(call.app, tx, call.viewer(), ids).json,
              ends_of(ids, window, [](StatusId id) { return id.value; }), PageLinks::timeline);
}

}  // namespace

void add_trends(access::Routes& on) {
  on.get("/api/v1/trends", tags_of_old, {.anonymous = true});
  on.get("/api/v1/trends/tags", tags, {.anonymous = true});
  on.get("/api/v1/trends/statuses", statuses, {.anonymous = true});
  on.get("/api/v1/trends/links", links, {.anonymous = true});
  on.get("/api/v1/timelines/link", about_link, {.needs = "read:statuses", .anonymous = true});
}

}  // namespace dunlin::api::mastodon
