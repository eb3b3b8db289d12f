#include "dunlin/actions/cards.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "dunlin/actions/remote_media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/links.hpp"
#include "dunlin/federation/resolve.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/cards.hpp"
#include "page_card.hpp"

namespace dunlin::actions {
namespace {

constexpr Duration fresh_for = std::chrono::days(14);
constexpr std::size_t most_page_bytes = 2 * 1024 * 1024;
constexpr std::size_t most_embed_bytes = 256 * 1024;
constexpr Duration page_patience = std::chrono::seconds(10);
constexpr int most_attempts = 3;

/// The page as it is known by: no fragment, host in ASCII. Nothing for our own pages: they are no news here.
std::optional<http::Url> page_of(App& app, Status const& status) {
  for (auto const& link : page_links(status.html)) {
    if (federation::is_ours(app.config, link)) continue;
    if (auto url = http::parse_url(link)) return url;
  }
  return std::nullopt;
}

bool is_fresh(store::cards::Page const& page, Timestamp now) {
  return page.fetched_at && *page.fetched_at > now - fresh_for;
}

bool has_type(http::Incoming const& answer, std::string_view wanted) {
  auto type = std::string(answer.header("content-type"));
  std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type.starts_with(wanted);
}

awaitable<http::Incoming> get(App& app, std::string url, std::string accept, std::size_t most_bytes) {
  http::Outgoing request;
  request.url = std::move(url);
  request.headers = {{"Accept", std::move(accept)}};
  request.most_bytes = most_bytes;
  request.patience = page_patience;
  co_return co_await app.http.send(std::move(request));
}

/// What the page's oEmbed document adds; a page without one, or with a broken one, is as good.
awaitable<void> add_embed(App& app, Card& card, PageHead const& head, std::string const& base) {
  auto const from = http::parse_url(base);
  auto const address = from && !head.oembed_url.empty() ? http::resolve_url(*from, head.oembed_url) : std::nullopt;
  if (!address) co_return;
  try {
    auto const answer =
        co_await get(app, address->text(), "application/json+oembed, application/json", most_embed_bytes);
    if (answer.status == 200) describe_embed(card, answer.body, answer.url);
  } catch (http::ClientError const&) {
    // Told by the page alone, then.
  }
}

bool agrees(Account const& author, std::string_view host) {
  return std::ranges::any_of(author.attribution_domains, [&](std::string const& domain) {
    return host == domain ||
           (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
  });
}

awaitable<void> add_author(App& app, Card& card, PageHead const& head, std::string const& base) {
  auto const handle = creator_of(head);
  auto const from = http::parse_url(base);
  if (handle.empty() || !from) co_return;
  auto const at = handle.find('@');
  std::optional<Account> author;
  if (federation::is_ours(app.config, "https://" + handle.substr(at + 1)))
    author = co_await app.db.read([&](db::Tx& tx) { return store::accounts::by_handle(tx, handle.substr(0, at), ""); },
                                  db::Urgency::background);
  else
    author = co_await federation::resolve_handle(app, handle);
  if (!author || author->is_suspended()) co_return;
  (agrees(*author, from->host) ? card.author : card.claimed_author) = author->id;
}

/// The page's card; nothing when there is none to be had. Throws ClientError when it may be had later.
awaitable<std::optional<Card>> read_card(App& app, store::cards::Page const& page) {
  auto const answer = co_await get(app, page.url, "text/html, application/xhtml+xml", most_page_bytes);
  if (answer.status >= 500 || answer.status == 429 || answer.status == 408)
    throw http::ClientError("status " + std::to_string(answer.status), false);
  if (answer.status != 200 || !(has_type(answer, "text/html") || has_type(answer, "application/xhtml")))
    co_return std::nullopt;
  auto const head = co_await app.cpu.run([&] { return read_page_head(answer.body, answer.header("content-type")); });
  Card card;
  card.id = page.id;
  card.url = page.url;
  describe(card, head, answer.url);
  co_await add_embed(app, card, head, answer.url);
  co_await add_author(app, card, head, answer.url);
  co_return card;
}

}  // namespace

void link_card(App& app, db::Tx& tx, Status const& status) {
  auto const url = page_of(app, status);
  if (!url) {
    if (status.edited_at) store::cards::detach(tx, status.id);
    return;
  }
  auto const now = app.clock.now();
  auto const page = store::cards::attach(tx, status.id, url->text(), url->host, now);
  if (is_fresh(page, now)) return;
  jobs::enqueue(tx, FetchCard{page.id}, {.unique_key = to_string(page.id), .host = url->host});
}

std::string FetchCard::to_text() const {
  return to_string(card);
}

FetchCard FetchCard::from_text(std::string const& text) {
  return {parse_id<CardId>(text).value_or(CardId{})};
}

awaitable<void> fetch_card(App& app, FetchCard what, jobs::Job const& job) {
  auto const page =
      co_await app.db.read([&](db::Tx& tx) { return store::cards::find(tx, what.card); }, db::Urgency::background);
  if (!page || is_fresh(*page, app.clock.now())) co_return;
  std::optional<Card> card;
  std::string failure;
  try {
    card = co_await read_card(app, *page);
  } catch (http::ClientError const& error) {
    if (!error.permanent && job.attempt < most_attempts) failure = error.what();
  }
  if (!failure.empty()) throw std::runtime_error(failure);
  auto const url = http::parse_url(page->url);
  co_await app.db.transact(
      [&](db::Tx& tx) {
        auto const now = app.clock.now();
        if (card)
          store::cards::fill(tx, *card, url ? url->host : std::string(), now);
        else
          store::cards::note_failure(tx, page->id, now);
      },
      db::Urgency::background);
  if (!card || card->image_url.empty() || app.config.remote_media != "cache") co_return;
  try {
    co_await copy_once(app, {}, {card->image_url});
  } catch (http::ClientError const&) {  // readers are sent where it is
  }
}

void add_card_jobs(jobs::Queue& queue) {
  queue.add<FetchCard>(fetch_card,
                       {.at_once = 8, .at_once_per_host = 2, .attempts = most_attempts, .keep_dead = false});
}

}  // namespace dunlin::actions
