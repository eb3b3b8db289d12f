#include "dunlin/store/accounts.hpp"

#include <gmock/gmock.h>

#include "dunlin/store/relations.hpp"
#include "support/test_database.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct AccountStore : test::StoreTest {
  Timestamp now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + 5h};

  Account make(std::string name, std::string domain = {}) {
    Account a;
    a.id = tx.next_id<AccountId>(now);
    a.username = name;
    a.domain = domain;
    a.uri = "https://" + (domain.empty() ? "here.test" : domain) + "/users/" + name;
    a.url = a.uri;
    a.created_at = now;
    return a;
  }
  Account insert(std::string name, std::string domain = {}) {
    auto const a = make(std::move(name), std::move(domain));
    store::accounts::insert(tx, a);
    return a;
  }
};

TEST_F(AccountStore, ReadsBackEveryMember) {
  auto a = make("Ann", "far.test");
  auto const other = insert("new", "far.test");
  a.url = "https://far.test/@Ann";
  a.kind = ActorKind::service;
  a.display_name = "Ann \"the\" Owl \xF0\x9F\xA6\x89";
  a.note = SafeHtml::trusted("<p>Hi</p>");
  a.note_source = "Hi";
  a.fields = {{"Site", SafeHtml::trusted("<a>x</a>"), "x", now}, {"Other", SafeHtml::trusted("y"), "y", {}}};
  a.emojis = {{"owl", "https://far.test/owl.png"}};
  a.avatar_url = "https://far.test/a.png";
  a.avatar_description = "an owl";
  a.header_url = "https://far.test/h.png";
  a.header_description = "a wood";
  a.locked = a.discoverable = a.indexable = a.hide_collections = a.memorial = true;
  a.inbox_url = "https://far.test/i";
  a.shared_inbox_url = "https://far.test/si";
  a.outbox_url = "https://far.test/o";
  a.followers_url = "https://far.test/fr";
  a.following_url = "https://far.test/fg";
  a.featured_url = "https://far.test/ft";
  a.also_known_as = {"https://old.test/a", "with,comma"};
  a.attribution_domains = {"blog.test"};
  a.moved_to = other.id;
  a.suspended_at = now + 1h;
  a.suspension_origin = SuspensionOrigin::remote;
  a.silenced_at = now + 2h;
  a.fetched_at = now + 3h;
  a.statuses_count = 7;
  a.followers_count = 8;
  a.following_count = 9;
  a.last_status_at = now - 1h;
  store::accounts::insert(tx, a);

  auto const b = store::accounts::find(tx, a.id);
  ASSERT_TRUE(b);
  EXPECT_EQ(b->username, "Ann");
  EXPECT_EQ(b->domain, "far.test");
  EXPECT_EQ(b->uri, a.uri);
  EXPECT_EQ(b->url, a.url);
  EXPECT_EQ(b->kind, ActorKind::service);
  EXPECT_EQ(b->display_name, a.display_name);
  EXPECT_EQ(b->note.text(), "<p>Hi</p>");
  EXPECT_EQ(b->note_source, "Hi");
  ASSERT_THAT(b->fields, SizeIs(2));
  EXPECT_EQ(b->fields[0].name, "Site");
  EXPECT_EQ(b->fields[0].value.text(), "<a>x</a>");
  EXPECT_EQ(b->fields[0].source, "x");
  EXPECT_EQ(b->fields[0].verified_at, now);
  EXPECT_EQ(b->fields[1].verified_at, std::nullopt);
  ASSERT_THAT(b->emojis, SizeIs(1));
  EXPECT_EQ(b->emojis[0].url, "https://far.test/owl.png");
  EXPECT_EQ(b->avatar_url, a.avatar_url);
  EXPECT_EQ(b->avatar_description, "an owl");
  EXPECT_EQ(b->header_url, a.header_url);
  EXPECT_EQ(b->header_description, "a wood");
  EXPECT_TRUE(b->locked && b->discoverable && b->indexable && b->hide_collections && b->memorial);
  EXPECT_EQ(b->inbox_url, a.inbox_url);
  EXPECT_EQ(b->shared_inbox_url, a.shared_inbox_url);
  EXPECT_EQ(b->outbox_url, a.outbox_url);
  EXPECT_EQ(b->followers_url, a.followers_url);
  EXPECT_EQ(b->following_url, a.following_url);
  EXPECT_EQ(b->featured_url, a.featured_url);
  EXPECT_EQ(b->also_known_as, a.also_known_as);
  EXPECT_EQ(b->attribution_domains, a.attribution_domains);
  EXPECT_EQ(b->moved_to, other.id);
  EXPECT_EQ(b->suspended_at, a.suspended_at);
  EXPECT_EQ(b->suspension_origin, SuspensionOrigin::remote);
  EXPECT_EQ(b->silenced_at, a.silenced_at);
  EXPECT_EQ(b->fetched_at, a.fetched_at);
  EXPECT_EQ(b->statuses_count, 7);
  EXPECT_EQ(b->followers_count, 8);
  EXPECT_EQ(b->following_count, 9);
  EXPECT_EQ(b->last_status_at, a.last_status_at);
  EXPECT_EQ(b->created_at, now);
  EXPECT_FALSE(b->awaited);
}

TEST_F(AccountStore, FindsHandlesWhateverTheirCase) {
  auto const local = insert("Bea");
  auto const remote = insert("bea", "far.test");
  EXPECT_EQ(store::accounts::by_handle(tx, "bEA", "")->id, local.id);
  EXPECT_EQ(store::accounts::by_handle(tx, "BEA", "Far.Test")->id, remote.id);
  EXPECT_FALSE(store::accounts::by_handle(tx, "bea", "other.test"));
  std::vector<std::string> const accts{"bea", "bea@far.test", "nobody"};
  EXPECT_THAT(store::accounts::by_handles(tx, accts), SizeIs(2));
  EXPECT_THAT(store::accounts::by_handles(tx, {}), IsEmpty());
}

TEST_F(AccountStore, RefusesATakenHandle) {
  insert("cat");
  auto again = make("CAT");
  again.uri += "2";
  EXPECT_THROW(store::accounts::insert(tx, again), db::UniqueViolation);
}

TEST_F(AccountStore, WritesChangesAndAnnouncesThem) {
  auto a = insert("dan");
  a.display_name = "Dan";
  a.locked = true;
  store::accounts::update(tx, a);
  auto const found = store::accounts::by_uri(tx, a.uri);
  EXPECT_EQ(found->display_name, "Dan");
  EXPECT_TRUE(found->locked);
  ASSERT_THAT(tx.changes(), SizeIs(1));
  EXPECT_EQ(tx.changes()[0].key, to_string(a.id));
}

TEST_F(AccountStore, CountersNeverFallBelowNothing) {
  auto const a = insert("eve");
  store::accounts::count_status(tx, a.id, 1, now);
  store::accounts::count_status(tx, a.id, -1, now + 1h);
  store::accounts::count_status(tx, a.id, -1, now + 1h);
  auto const found = store::accounts::find(tx, a.id);
  EXPECT_EQ(found->statuses_count, 0);
  EXPECT_EQ(found->last_status_at, now);
}

TEST_F(AccountStore, FindsAccountsByTheBeginningOfTheirNames) {
  auto const me = insert("viewer");
  auto const exact = insert("wxyz", "far.test"), longer = insert("wxyzzy"), friendly = insert("wxyzabc", "near.test");
  auto shown = make("other");
  shown.display_name = "Wxyz the Second";
  store::accounts::insert(tx, shown);
  store::relations::insert_follow(tx, {.id = {77}, .follower = me.id, .target = friendly.id, .created_at = now});
  store::accounts::Search what{.username = "wxyz", .viewer = me.id};
  auto const found = store::accounts::search(tx, what);
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_EQ(found[0], exact.id);
  EXPECT_EQ(found[1], friendly.id);
  what.domain = "far";
  EXPECT_THAT(store::accounts::search(tx, what), ::testing::ElementsAre(exact.id));
  EXPECT_THAT(store::accounts::search(tx, {.username = "wxyz", .viewer = me.id, .following = true}), SizeIs(1));
  EXPECT_THAT(store::accounts::search(tx, {.username = "wxyz", .limit = 2, .offset = 3}), SizeIs(1));
  EXPECT_THAT(store::accounts::search(tx, {.username = "w%z"}), IsEmpty());
  store::relations::insert_block(tx, {.id = {78}, .account = longer.id, .target = me.id, .created_at = now});
  EXPECT_THAT(store::accounts::search(tx, {.username = "wxyzz", .viewer = me.id}),
              ::testing::Not(::testing::Contains(longer.id)));
}

TEST_F(AccountStore, ARemovedAccountIsUncountedEverywhere) {
  auto const a = insert("fay", "far.test"), b = insert("gil");
  store::relations::insert_follow(tx, {.id = {79}, .follower = a.id, .target = b.id, .created_at = now});
  store::relations::insert_follow(tx, {.id = {80}, .follower = b.id, .target = a.id, .created_at = now});
  EXPECT_THAT(store::accounts::remove(tx, a.id), IsEmpty());
  EXPECT_FALSE(store::accounts::find(tx, a.id));
  auto const left = store::accounts::find(tx, b.id);
  EXPECT_EQ(left->followers_count, 0);
  EXPECT_EQ(left->following_count, 0);
}

}  // namespace
}  // namespace dunlin
