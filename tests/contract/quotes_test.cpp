// Every answer about quotes, trends and embedding fits the contract's schema for it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "dunlin/actions/refreshes.hpp"
#include "dunlin/store/cards.hpp"
#include "dunlin/store/settings.hpp"
#include "dunlin/store/trends.hpp"
#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct QuoteAnswers : AnswersTest {
  Login alice = app.local("alice"), bob = app.local("bob");

  std::string write(Login const& author, json const& draft) {
    return ask("POST", "/api/v1/statuses", author, draft.dump()).value("id", "");
  }
};

TEST_F(QuoteAnswers, OfQuotesFit) {
  auto const quoted = write(alice, {{"status", "Quote me"}});
  auto const quoting = write(bob, {{"status", "Look"}, {"quoted_status_id", quoted}});
  auto const nested = write(alice, {{"status", "Look there"}, {"quoted_status_id", quoting}});
  auto const one = "/api/v1/statuses/" + quoted;
  expect_fits("Status", "GET", "/api/v1/statuses/" + nested, bob);
  expect_fits("Array<Status>", "GET", one + "/quotes", alice);
  expect_fits("Status", "PUT", one + "/interaction_policy", alice, R"({"quote_approval_policy": "nobody"})");
  expect_fits("Status", "PATCH", one + "/interaction_policy", alice, R"({"quote_approval_policy": "followers"})");
  expect_fits("Status", "POST", one + "/quotes/" + quoting + "/revoke", alice);
}

TEST_F(QuoteAnswers, OfTrendsFit) {
  for (auto const* name : {"carol", "dave", "eve"}) {
    auto const who = app.local(name, "read write", [](Account& account) { account.discoverable = true; });
    auto const id = write(who, {{"status", "A #trend"}});
    for (auto const& fan : {alice, bob, who}) ask("POST", "/api/v1/statuses/" + id + "/favourite", fan);
    app.db().transact_blocking([&](db::Tx& tx) {
      auto const now = app.clock().now();
      Card card;
      card.id = store::cards::attach(tx, *parse_id<StatusId>(id), "https://news.test/", "news.test", now).id;
      card.url = "https://news.test/";
      card.title = "News";
      card.author_name = "Ida";
      store::cards::fill(tx, card, "news.test", now);
    });
  }
  app.db().transact_blocking([&](db::Tx& tx) {
    store::settings::set_flag(tx, "trendable_by_default", true);
    store::trends::recompute(tx, app.clock().now());
  });
  expect_fits("Array<Tag>", "GET", "/api/v1/trends", alice);
  expect_fits("Array<Tag>", "GET", "/api/v1/trends/tags", alice);
  expect_fits("Array<Status>", "GET", "/api/v1/trends/statuses", alice);
  expect_fits("Array<TrendsLink>", "GET", "/api/v1/trends/links", alice);
  expect_fits("Array<Status>", "GET", "/api/v1/timelines/link?url=https://news.test/", alice);
}

TEST_F(QuoteAnswers, OfEmbeddingAndRefreshesFit) {
  auto const id = write(alice, {{"status", "Hello"}});
  expect_fits("OEmbed", "GET", "/api/oembed?url=https://dunlin.test/@alice/" + id, alice);
  expect_fits("OEmbed", "GET", "/api/web/embeds/" + id, alice);
  auto const refresh = app.wait(actions::refreshes::begin(app.app()));
  expect_fits("AsyncRefreshWrapper", "GET", "/api/v1_alpha/async_refreshes/" + refresh, alice);
}

}  // namespace
}  // namespace dunlin::test
