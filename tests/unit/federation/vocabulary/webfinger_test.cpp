#include "dunlin/federation/vocabulary/webfinger.hpp"

#include <gtest/gtest.h>

namespace dunlin::federation::vocabulary {
namespace {

TEST(WebFinger, ReadsBackWhatItWrites) {
  Account account;
  account.username = "Ada";
  account.uri = "https://web.dunlin.test/ap/users/1";
  auto const finger = read_webfinger(write_webfinger({"https://web.dunlin.test", "dunlin.test"}, account));
  ASSERT_TRUE(finger);
  EXPECT_EQ(finger->username, "Ada");
  EXPECT_EQ(finger->domain, "dunlin.test");
  EXPECT_EQ(finger->actor, account.uri);
}

TEST(WebFinger, NeedsASubjectAndASelfLinkOfOneOfTwoTypes) {
  EXPECT_FALSE(
      read_webfinger(R"({"links":[{"rel":"self","type":"application/activity+json","href":"https://a.test/1"}]})"));
  EXPECT_FALSE(read_webfinger(
      R"({"subject":"acct:a@a.test","links":[{"rel":"self","type":"application/json","href":"https://a.test/1"}]})"));
  EXPECT_FALSE(read_webfinger(
      R"({"subject":"acct:a@a.test","links":[{"rel":"self","type":"application/activity+json","href":"javascript:1"}]})"));
  EXPECT_FALSE(read_webfinger("<html>"));
}

TEST(HostMeta, GivesTheTemplateAndExpandsNoForeignEntities) {
  EXPECT_EQ(read_host_meta(R"(<XRD><Link rel="lrdd" template='https://a.test/w?a=1&amp;r={uri}'/></XRD>)"),
            "https://a.test/w?a=1&r={uri}");
  EXPECT_EQ(read_host_meta(R"(<XRD><Link rel="other" template="https://a.test/{uri}"/></XRD>)"), std::nullopt);
  auto const attack = read_host_meta(
      R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><XRD><Link rel="lrdd" template="https://a.test/&e;{uri}"/></XRD>)");
  EXPECT_EQ(attack, "https://a.test/&e;{uri}");
}

TEST(Handles, AreReadInTheirManySpellings) {
  for (auto const* const text : {"@ada@a.test", "ada@A.TEST", "acct:ada@a.test"}) {
    auto const handle = read_handle(text);
    ASSERT_TRUE(handle) << text;
    EXPECT_EQ(handle->username, "ada");
    EXPECT_EQ(handle->domain, "a.test");
  }
  EXPECT_EQ(read_handle("ada@localhost:3001")->domain, "localhost:3001");
  EXPECT_EQ(read_handle("ada@192.0.2.7:8080")->domain, "192.0.2.7:8080");
  EXPECT_FALSE(read_handle("ada"));
  EXPECT_FALSE(read_handle("ada@a.test/x"));
  EXPECT_FALSE(read_handle("ada@a.test and more"));
  EXPECT_FALSE(read_handle("a b@a.test"));
  EXPECT_FALSE(read_handle("ada@a.test:http"));
  EXPECT_FALSE(read_handle("@@a.test"));
}

}  // namespace
}  // namespace dunlin::federation::vocabulary
