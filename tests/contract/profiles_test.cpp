#include "support/answers.hpp"

namespace dunlin::test {
namespace {

struct ProfileAnswers : AnswersTest {
  Login alice = app.local("alice", "read write follow profile", [](Account& a) { a.discoverable = true; });
  Login bob = app.local("bob", "read write follow", [](Account& a) { a.discoverable = true; });
  Login carol = app.local("carol", "read write follow", [](Account& a) { a.discoverable = true; });
};

TEST_F(ProfileAnswers, OfOnesOwnProfileFit) {
  ask("POST", "/api/v1/featured_tags", alice, R"({"name": "owls"})");
  expect_fits("Profile", "GET", "/api/v1/profile", alice);
  expect_fits("Profile", "PUT", "/api/v1/profile", alice, R"({"note": "Hi", "show_media": false})");
  expect_fits("Profile", "PATCH", "/api/v1/profile", alice,
              R"({"fields_attributes": {"0": {"name": "Web", "value": "https://alice.example"}}})");
  expect_fits("CredentialAccount", "POST", "/api/v1/accounts/alias", alice, R"({"also_known_as_uris": ["bob"]})");
  EXPECT_EQ(app.post("/api/v1/accounts/move", alice.token, R"({"moved_to_uri": "bob", "password": "?"})").status, 422)
      << "moving wants the password";
  expect_fits("CredentialAccount", "DELETE", "/api/v1/profile/avatar", alice);
  expect_fits("CredentialAccount", "DELETE", "/api/v1/profile/header", alice);
  EXPECT_EQ(ask("GET", "/api/v1/emails/check_confirmation", alice), true);
}

TEST_F(ProfileAnswers, OfWhatAProfileShowsFit) {
  ask("POST", "/api/v1/statuses", alice, R"({"status": "#owls #ravens"})");
  auto const tag = ask("POST", "/api/v1/featured_tags", alice, R"({"name": "owls"})");
  expect_fits("FeaturedTag", "POST", "/api/v1/featured_tags", alice, R"({"name": "crows"})");
  expect_fits("Array<FeaturedTag>", "GET", "/api/v1/featured_tags", alice);
  expect_fits("Array<FeaturedTag>", "GET", "/api/v1/accounts/" + id(alice) + "/featured_tags", bob);
  expect_fits("Array<Tag>", "GET", "/api/v1/featured_tags/suggestions", alice);
  expect_fits("Tag", "POST", "/api/v1/tags/ravens/feature", alice);
  expect_fits("Tag", "POST", "/api/v1/tags/ravens/unfeature", alice);
  expect_fits("Empty", "DELETE", "/api/v1/featured_tags/" + tag.value("id", ""), alice);

  ask("POST", "/api/v1/accounts/" + id(bob) + "/follow", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(bob) + "/endorse", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/endorsements", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/accounts/" + id(alice) + "/endorsements", bob);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(bob) + "/unendorse", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(bob) + "/pin", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(bob) + "/unpin", alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(bob) + "/note", alice, R"({"comment": "a friend"})");
}

TEST_F(ProfileAnswers, OfDiscoveryFit) {
  ask("POST", "/api/v1/accounts/" + id(bob) + "/follow", alice);
  ask("POST", "/api/v1/accounts/" + id(carol) + "/follow", bob);
  expect_fits("Array<Account>", "GET", "/api/v1/directory", alice);
  expect_fits("Array<Account>", "GET", "/api/v1/suggestions", alice);
  expect_fits("Array<Suggestion>", "GET", "/api/v2/suggestions", alice);
  expect_fits("Empty", "DELETE", "/api/v1/suggestions/" + id(carol), alice);
  expect_fits("Array<FamiliarFollowers>", "GET", "/api/v1/accounts/familiar_followers?id[]=" + id(carol), alice);
  expect_fits("Array<Account>", "GET", "/api/v1/accounts?id[]=" + id(carol), alice);
  expect_fits("Relationship", "POST", "/api/v1/accounts/" + id(alice) + "/remove_from_followers", carol);
}

TEST_F(ProfileAnswers, OfRefusalsFit) {
  for (std::string const& target :
       {"/api/v1/accounts/" + id(alice) + "/email_subscriptions", std::string("/api/v1/emails/confirmations")}) {
    auto const answer = app.send(app.request("POST", target, alice.token, R"({"email": "reader@example.org"})"));
    EXPECT_GE(answer.status, 400) << target;
    EXPECT_EQ(misfit("Error", answer.body), "") << target;
  }
}

}  // namespace
}  // namespace dunlin::test
