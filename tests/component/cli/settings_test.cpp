#include "dunlin/store/settings.hpp"

#include <gtest/gtest.h>

#include "support/command_test.hpp"

using namespace dunlin;
using store::Registrations;

namespace {

struct SettingsCommand : test::CommandTest {
  store::Settings settings() {
    return app.db().read_blocking([](db::Tx& tx) { return store::settings::read(tx); });
  }
};

}  // namespace

TEST_F(SettingsCommand, OpensAndClosesRegistrations) {
  EXPECT_EQ(run({"settings", "registrations", "close"}), 0);
  EXPECT_EQ(settings().registrations, Registrations::none);
  EXPECT_EQ(run({"settings", "registrations", "approved", "--require_reason"}), 0);
  EXPECT_EQ(settings().registrations, Registrations::approved);
  EXPECT_TRUE(settings().registrations_need_reason);
  EXPECT_EQ(run({"settings", "registrations", "approved"}), 0);
  EXPECT_FALSE(settings().registrations_need_reason);
  EXPECT_EQ(run({"settings", "registrations", "open"}), 0);
  EXPECT_EQ(settings().registrations, Registrations::open);
}

TEST_F(SettingsCommand, RefusesOtherWords) {
  EXPECT_EQ(run({"settings", "registrations", "ajar"}), 1);
  EXPECT_EQ(err, "dunlin: \"ajar\" is none of open, approved, close\n");
  EXPECT_EQ(run({"settings", "registrations"}), 2);
  EXPECT_EQ(run({"settings", "registrations", "open", "--require-reason"}), 1);
  EXPECT_EQ(settings().registrations, Registrations::open);
}

TEST_F(SettingsCommand, SetsAndShowsTexts) {
  EXPECT_EQ(run({"settings", "set", "site_title", "help"}), 0);
  EXPECT_EQ(settings().title, "help");
  EXPECT_EQ(run({"settings", "show"}), 0);
  EXPECT_NE(out.find("site_title = help\n"), std::string::npos) << out;
  EXPECT_EQ(run({"settings", "set", "site_tilte", "x"}), 1);
}

TEST_F(SettingsCommand, OpensAndClosesFeeds) {
  EXPECT_EQ(run({"settings", "set", "local_live_feed_access", "authenticated"}), 0);
  EXPECT_EQ(run({"settings", "show"}), 0);
  EXPECT_NE(out.find("local_live_feed_access = authenticated"), std::string::npos) << out;
  EXPECT_NE(run({"settings", "set", "local_live_feed_access", "some"}), 0);
  EXPECT_NE(err.find("none of public, authenticated, disabled"), std::string::npos) << err;
}
