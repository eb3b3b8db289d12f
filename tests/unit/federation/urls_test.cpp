#include "dunlin/federation/urls.hpp"

#include <gtest/gtest.h>

namespace dunlin::federation {
namespace {

config::Config split_domain() {
  config::Config config;
  config.local_domain = "dunlin.test";
  config.web_domain = "web.dunlin.test";
  config.alternate_domains = {"old.test"};
  return config;
}

TEST(Urls, KnowsItsOwnAddressesInEverySpelling) {
  auto const config = split_domain();
  auto const status = parse_local(config, "https://web.dunlin.test/ap/users/12/statuses/34/activity");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->account, AccountId{12});
  EXPECT_EQ(status->status, StatusId{34});
  EXPECT_EQ(status->rest, "activity");
  EXPECT_EQ(parse_local(config, "https://dunlin.test/users/Bob/inbox")->username, "Bob");
  EXPECT_EQ(parse_local(config, "https://dunlin.test/users/Bob/inbox")->rest, "inbox");
  EXPECT_EQ(parse_local(config, "https://old.test/@bob/7")->status, StatusId{7});
  EXPECT_EQ(parse_local(config, "https://WEB.dunlin.test/actor#main-key")->rest, "actor");
}

TEST(Urls, RefusesWhatIsNotOurs) {
  auto const config = split_domain();
  EXPECT_FALSE(parse_local(config, "https://evil.test/users/bob"));
  EXPECT_FALSE(parse_local(config, "https://dunlin.test.evil.test/users/bob"));
  EXPECT_FALSE(parse_local(config, "https://dunlin.test@evil.test/users/bob"));
  EXPECT_FALSE(parse_local(config, "https://dunlin.test/ap/users/x"));
  EXPECT_FALSE(parse_local(config, "https://dunlin.test/about"));
}

TEST(Urls, ComparesHostsInAsciiAndWithPort) {
  EXPECT_EQ(host_of("https://Exämple.com/x"), "xn--exmple-cua.com");
  EXPECT_EQ(host_of("https://a.test:443"), "a.test");
  EXPECT_EQ(host_of("http://a.test:3001/x"), "a.test:3001");
  EXPECT_TRUE(same_host("https://a.test/1", "https://A.test/2"));
  EXPECT_FALSE(same_host("https://a.test/1", "https://a.test:444/2"));
}

TEST(Urls, HasNoHostForWhatItWouldNeverUse) {
  EXPECT_EQ(host_of("ftp://a.test/"), "");
  EXPECT_EQ(host_of("https://user@a.test/"), "");
  EXPECT_EQ(host_of("https://a.test\\@b.test/"), "");
  EXPECT_EQ(host_of("https://a.test/\n"), "");
  EXPECT_EQ(host_of("/relative"), "");
  EXPECT_EQ(host_of("https://a.test/" + std::string(2048, 'x')), "");
}

}  // namespace
}  // namespace dunlin::federation
