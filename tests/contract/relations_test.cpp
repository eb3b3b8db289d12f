// Answers about what people are to each other fit the contract's schemas: direct conversations, reports, blocked
// domains, collections.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/answers.hpp"

namespace dunlin::test {
namespace {

class RelationAnswers : public AnswersTest {
 protected:
  using AnswersTest::id;
  static std::string id(json const& entity) { return entity.value("id", ""); }

  Login alice = app.local("alice"),
        bob = app.local("bob", "read write follow push", [](Account& account) { account.discoverable = true; });
};

TEST_F(RelationAnswers, OfConversationsFit) {
  ask("PUT", "/api/v2/notifications/policy", bob, R"({"for_private_mentions": "accept"})");
  ask("POST", "/api/v1/statuses", alice, R"({"status": "@bob psst", "visibility": "direct"})");
  app.run_jobs();
  auto const one = id(expect_fits("Array<Conversation>", "GET", "/api/v1/conversations", bob)[0]);
  expect_fits("Conversation", "POST", "/api/v1/conversations/" + one + "/read", bob);
  expect_fits("Conversation", "POST", "/api/v1/conversations/" + one + "/unread", bob);
  expect_fits("Empty", "DELETE", "/api/v1/conversations/" + one, bob);
}

TEST_F(RelationAnswers, OfBlockedDomainsFit) {
  expect_fits("DomainBlockPreview", "GET", "/api/v1/domain_blocks/preview?domain=far.example", alice);
  expect_fits("Empty", "POST", "/api/v1/domain_blocks", alice, R"({"domain": "far.example"})");
  expect_fits("Array<String>", "GET", "/api/v1/domain_blocks", alice);
  expect_fits("Empty", "DELETE", "/api/v1/domain_blocks", alice, R"({"domain": "far.example"})");
}

TEST_F(RelationAnswers, OfCollectionsFit) {
  auto const draft =
      R"({"name": "People", "tag_name": "people", "discoverable": true, "account_ids": [")" + id(bob) + R"("]})";
  auto const made = expect_fits("CollectionWrapper", "POST", "/api/v1/collections", alice, draft)["collection"];
  auto const one = id(made), item = id(made["items"][0]);
  expect_fits("CollectionWithAccounts", "GET", "/api/v1/collections/" + one, bob);
  expect_fits("CollectionWrapper", "PUT", "/api/v1/collections/" + one, alice, R"({"name": "Others"})");
  expect_fits("CollectionWrapper", "PATCH", "/api/v1/collections/" + one, alice, R"({"description": "Good ones"})");
  expect_fits("CollectionsWrapper", "GET", "/api/v1/accounts/" + id(alice) + "/collections", bob);
  expect_fits("CollectionsWrapper", "GET", "/api/v1/accounts/" + id(bob) + "/in_collections", bob);
  expect_fits("Empty", "DELETE", "/api/v1/collections/" + one + "/items/" + item, alice);
  auto const added = expect_fits("CollectionItemWrapper", "POST", "/api/v1/collections/" + one + "/items", alice,
                                 R"({"account_id": ")" + id(bob) + "\"}")["collection_item"];
  expect_fits("Empty", "POST", "/api/v1/collections/" + one + "/items/" + id(added) + "/revoke", bob);
  expect_fits("Empty", "DELETE", "/api/v1/collections/" + one, alice);
}

TEST_F(RelationAnswers, OfTheFormerNamesOfCollectionsFit) {
  auto const draft = R"({"name": "People", "discoverable": true, "account_ids": [")" + id(bob) + R"("]})";
  auto const made = expect_fits("CollectionWrapper", "POST", "/api/v1_alpha/collections", alice, draft)["collection"];
  auto const one = id(made), item = id(made["items"][0]);
  expect_fits("CollectionWithAccounts", "GET", "/api/v1_alpha/collections/" + one, bob);
  expect_fits("CollectionWrapper", "PUT", "/api/v1_alpha/collections/" + one, alice, R"({"name": "Others"})");
  expect_fits("CollectionWrapper", "PATCH", "/api/v1_alpha/collections/" + one, alice, R"({"name": "Good ones"})");
  expect_fits("CollectionsWrapper", "GET", "/api/v1_alpha/accounts/" + id(alice) + "/collections", bob);
  expect_fits("CollectionsWrapper", "GET", "/api/v1_alpha/accounts/" + id(bob) + "/in_collections", bob);
  expect_fits("Empty", "DELETE", "/api/v1_alpha/collections/" + one + "/items/" + item, alice);
  auto const added = expect_fits("CollectionItemWrapper", "POST", "/api/v1_alpha/collections/" + one + "/items", alice,
                                 R"({"account_id": ")" + id(bob) + "\"}")["collection_item"];
  expect_fits("Empty", "POST", "/api/v1_alpha/collections/" + one + "/items/" + id(added) + "/revoke", bob);
  expect_fits("Empty", "DELETE", "/api/v1_alpha/collections/" + one, alice);
}

TEST_F(RelationAnswers, OfReportsFit) {
  expect_fits("Report", "POST", "/api/v1/reports", alice,
              R"({"account_id": ")" + id(bob) + R"(", "comment": "rude", "category": "spam"})");
}

}  // namespace
}  // namespace dunlin::test
