#pragma once
#include <string>

#include "dunlin/domain/status.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/relations.hpp"
#include "dunlin/store/statuses.hpp"
#include "support/test_database.hpp"

namespace dunlin::test {

/// A store test with people who post.
struct PostsTest : StoreTest {
  Timestamp now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4} + std::chrono::hours(5)};

  AccountId account(std::string const& name, std::string const& domain = {}) {
    Account a;
    a.id = tx.next_id<AccountId>(now);
    a.username = name;
    a.domain = domain;
    a.uri = "https://" + (domain.empty() ? "here.test" : domain) + "/users/" + name;
    a.url = a.uri;
    a.created_at = now;
    store::accounts::insert(tx, a);
    return a.id;
  }
  /// A public status that is not inserted yet. Each is a second newer than the last.
  Status make(AccountId author) {
    now += std::chrono::seconds(1);
    Status s;
    s.id = tx.next_id<StatusId>(now);
    s.author = author;
    s.local = store::accounts::find(tx, author)->is_local();
    s.uri = "https://here.test/statuses/" + to_string(s.id);
    s.url = s.uri;
    s.conversation = tx.next_id<ConversationId>(now);
    s.created_at = now;
    return s;
  }
  Status post(AccountId author) {
    auto const s = make(author);
    store::statuses::insert(tx, s);
    return s;
  }
  Status reply(AccountId author, Status const& to) {
    auto s = make(author);
    s.in_reply_to = to.id;
    s.in_reply_to_account = to.author;
    s.conversation = to.conversation;
    store::statuses::insert(tx, s);
    return s;
  }
  StatusId boost(AccountId booster, Status const& original) {
    auto b = make(booster);
    b.boost_of = original.id;
    b.visibility = original.visibility;
    return store::statuses::insert_boost(tx, b).first;
  }
  void follow(AccountId follower, AccountId target) {
    store::relations::insert_follow(
        tx, {.id = tx.next_id<FollowId>(now), .follower = follower, .target = target, .created_at = now});
  }
  void block(AccountId who, AccountId target) {
    store::relations::insert_block(
        tx, {.id = tx.next_id<BlockId>(now), .account = who, .target = target, .created_at = now});
  }
  void mute(AccountId who, AccountId target) {
    store::relations::put_mute(
        tx, {.id = tx.next_id<BlockId>(now).value, .account = who, .target = target, .created_at = now});
  }
};

}  // namespace dunlin::test
