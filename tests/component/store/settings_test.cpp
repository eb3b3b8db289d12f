#include "dunlin/store/settings.hpp"

#include <gtest/gtest.h>

#include "dunlin/store/records.hpp"
#include "support/test_database.hpp"

using namespace dunlin;
using store::Registrations;

namespace {

struct SettingsTest : test::StoreTest {};

}  // namespace

TEST_F(SettingsTest, HaveDefaultsWithoutARow) {
  auto const settings = store::settings::read(tx);
  EXPECT_EQ(settings.registrations, Registrations::open);
  EXPECT_EQ(settings.title, "Dunlin");
  EXPECT_EQ(settings.contact_email, "");
}

TEST_F(SettingsTest, AreReadBackAsTheyWereSet) {
  store::settings::set_registrations(tx, Registrations::approved);
  store::settings::set_flag(tx, "require_invite_text", true);
  store::settings::set(tx, "site_title", "A \"quoted\" title \xF0\x9F\x90\xA6");
  store::settings::set(tx, "site_contact_email", "first@example.org");
  store::settings::set(tx, "site_contact_email", "second@example.org");
  auto const settings = store::settings::read(tx);
  EXPECT_EQ(settings.registrations, Registrations::approved);
  EXPECT_TRUE(settings.registrations_need_reason);
  EXPECT_EQ(settings.title, "A \"quoted\" title \xF0\x9F\x90\xA6");
  EXPECT_EQ(settings.contact_email, "second@example.org");
}

TEST_F(SettingsTest, AnnounceThatTheInstanceChanged) {
  store::settings::set_registrations(tx, Registrations::none);
  ASSERT_EQ(tx.changes().size(), 1U);
  EXPECT_EQ(tx.changes()[0].kind, store::change::instance);
  EXPECT_EQ(store::settings::read(tx).registrations, Registrations::none);
}

TEST_F(SettingsTest, ARowOfTheWrongTypeCountsAsMissing) {
  static constexpr db::Statement spoil{"test.spoil", R"sql(
    insert into settings (name, value) values ('site_title', '[1]'), ('registrations_mode', '"ajar"'), ('unknown', '{}')
  )sql"};
  tx.execute(spoil);
  auto const settings = store::settings::read(tx);
  EXPECT_EQ(settings.title, "Dunlin");
  EXPECT_EQ(settings.registrations, Registrations::open);
}
