#include "dunlin/store/notifications.hpp"

#include <gmock/gmock.h>

#include <array>

#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "support/test_database.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace notifications = store::notifications;
namespace relations = store::relations;

struct Notifications : test::StoreTest {
  Timestamp now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + 5h};
  int made = 0;

  AccountId insert(std::string domain = {}) {
    Account a;
    a.id = tx.next_id<AccountId>(now);
    a.username = "note" + std::to_string(++made);
    a.domain = std::move(domain);
    a.uri = a.url = "https://x.test/" + a.username;
    a.created_at = now;
    store::accounts::insert(tx, a);
    return a.id;
  }
  bool tell(AccountId whom, std::string_view type, AccountId from) {
    return !notifications::insert(tx, std::span(&whom, 1), {.type = type, .from = from}, now).empty();
  }
};

TEST_F(Notifications, TellTheSameThingOnce) {
  auto const me = insert(), other = insert();
  EXPECT_TRUE(tell(me, "follow", other));
  EXPECT_FALSE(tell(me, "follow", other));
  EXPECT_TRUE(tell(me, "follow_request", other));
  notifications::take_back(tx, me, "follow", other);
  EXPECT_TRUE(tell(me, "follow", other));
}

TEST_F(Notifications, OfEditsTheLastReplacesTheOthers) {
  auto const me = insert(), other = insert();
  EXPECT_TRUE(tell(me, "mention", other));
  EXPECT_TRUE(tell(me, "update", other));
  auto const first = notifications::page(tx, me, {.types = {"update"}}, {});
  EXPECT_TRUE(tell(me, "favourite", other));
  EXPECT_TRUE(tell(me, "update", other));
  auto const all = notifications::page(tx, me, {}, {});
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].type, "update");
  EXPECT_GT(all[0].id, first[0].id);
}

TEST_F(Notifications, TellWhoIsNamedTwiceOnce) {
  auto const me = insert(), other = insert();
  std::array const twice{me, me};
  EXPECT_THAT(notifications::insert(tx, twice, {.type = "update", .from = other}, now),
              ElementsAre(::testing::Field(&notifications::Told::account, me)));
}

TEST_F(Notifications, DifferInWhatTheyAreAbout) {
  auto const me = insert(), other = insert();
  auto const tell_of = [&](std::int64_t subject) {
    return notifications::insert(tx, std::span(&me, 1),
                                 {.type = "added_to_collection", .from = other, .subject = subject}, now)
        .size();
  };
  EXPECT_EQ(tell_of(1), 1U);
  EXPECT_EQ(tell_of(2), 1U);
  EXPECT_EQ(tell_of(1), 0U);
  notifications::take_back(tx, me, "added_to_collection", other, {}, 1);
  EXPECT_THAT(notifications::page(tx, me, {}, {}), SizeIs(1));
}

TEST_F(Notifications, AreForLocalAccountsAndNotAboutOneself) {
  auto const me = insert(), far = insert("far.test");
  EXPECT_FALSE(tell(far, "follow", me));
  EXPECT_FALSE(tell(me, "favourite", me));
  EXPECT_TRUE(tell(me, "poll", me));
}

TEST_F(Notifications, StayAwayBehindBlocksMutesAndBlockedDomains) {
  auto const me = insert(), other = insert("far.test");
  relations::insert_block(tx, {.id = {1}, .account = other, .target = me, .created_at = now});
  EXPECT_FALSE(tell(me, "follow", other));
  relations::remove_block(tx, other, me);
  relations::put_mute(tx, {.id = 1, .account = me, .target = other, .expires_at = now + 1h, .created_at = now});
  EXPECT_FALSE(tell(me, "follow", other));
  now += 2h;
  EXPECT_TRUE(tell(me, "follow", other));
  relations::put_mute(tx, {.id = 1, .account = me, .target = other, .hide_notifications = false, .created_at = now});
  EXPECT_TRUE(tell(me, "follow_request", other));
  relations::insert_domain_block(tx, me, "far.test", now);
  EXPECT_FALSE(tell(me, "mention", other));
  relations::insert_follow(tx, {.id = {9}, .follower = me, .target = other, .created_at = now});
  EXPECT_TRUE(tell(me, "mention", other));
}

TEST_F(Notifications, ArePagedAndFiltered) {
  auto const me = insert(), a = insert(), b = insert();
  tell(me, "follow", a);
  tell(me, "mention", a);
  tell(me, "follow", b);
  auto const types = [&](notifications::Filter const& filter, Window const& window) {
    std::vector<std::string> found;
    for (auto const& n : notifications::page(tx, me, filter, window))
      found.push_back(n.type + (n.from == a ? " a" : " b"));
    return found;
  };
  EXPECT_THAT(types({}, {}), ElementsAre("follow b", "mention a", "follow a"));
  EXPECT_THAT(types({.types = {"follow"}}, {}), ElementsAre("follow b", "follow a"));
  EXPECT_THAT(types({.exclude_types = {"follow"}}, {}), ElementsAre("mention a"));
  EXPECT_THAT(types({.from = b}, {}), ElementsAre("follow b"));
  auto const all = notifications::page(tx, me, {}, {});
  EXPECT_THAT(types({}, {.max_id = all[0].id.value, .limit = 1}), ElementsAre("mention a"));
  EXPECT_THAT(types({}, {.min_id = all[2].id.value, .limit = 1}), ElementsAre("mention a"));
  EXPECT_EQ(notifications::count(tx, me, {.types = {"follow"}}, {}, 100), 2);
  EXPECT_EQ(notifications::count(tx, me, {}, {}, 2), 2);

  EXPECT_FALSE(notifications::find(tx, a, all[0].id));
  EXPECT_TRUE(notifications::remove(tx, me, all[0].id));
  EXPECT_FALSE(notifications::find(tx, me, all[0].id));
  notifications::remove_from(tx, me, a);
  EXPECT_THAT(types({}, {}), IsEmpty());
}

}  // namespace
}  // namespace dunlin
