// What other programs really send, read by us (contract, section 0).
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "dunlin/federation/vocabulary/webfinger.hpp"

namespace dunlin::federation::vocabulary {
namespace {

std::string recorded(std::string const& name) {
  std::ifstream file(DUNLIN_SOURCE_DIR "/tests/unit/federation/data/" + name + ".json");
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

Node document(std::string const& name) {
  auto node = parse(recorded(name));
  EXPECT_TRUE(node) << name;
  return node ? std::move(*node) : Node();
}

/// The note of an object, or of a Create around it.
Note note(std::string const& name) {
  auto const root = document(name);
  auto read = read_note(root["object"].is_map() ? root["object"] : root);
  EXPECT_TRUE(read) << name;
  return read ? std::move(*read) : Note();
}

Visibility visibility(Note const& note, std::string const& followers) {
  return visibility_of(note.addressing, followers, note.mentioned);
}

TEST(RecordedNotes, KeepTheVisibilityTheirAuthorChose) {
  auto const to_followers = note("mastodon/m_create_private");
  EXPECT_EQ(visibility(to_followers, to_followers.author + "/followers"), Visibility::private_);
  EXPECT_EQ(visibility(to_followers, "https://other.example/followers"), Visibility::limited);
  EXPECT_EQ(visibility(note("mastodon/m_create_unlisted"), ""), Visibility::unlisted);
  EXPECT_EQ(visibility(note("mastodon/m_create_limited_circle"), ""), Visibility::limited);
  EXPECT_EQ(visibility(note("misskey/k_create_specified"), ""), Visibility::direct);
  EXPECT_EQ(visibility(note("pixelfed/create_album_10"), ""), Visibility::public_);
  EXPECT_EQ(visibility(note("lemmy/object_private_message"), ""), Visibility::direct);
}

TEST(RecordedNotes, ShowTheirWarningAndTheirMedia) {
  auto const warned = note("mastodon/m_create_cw_sensitive_media");
  EXPECT_TRUE(warned.sensitive);
  EXPECT_FALSE(warned.spoiler_text.empty());
  ASSERT_EQ(warned.media.size(), 2u);
  EXPECT_FALSE(warned.media[0].description.empty());
  EXPECT_FALSE(warned.media[0].type.empty());
  auto const album = note("pixelfed/create_album_10");
  EXPECT_EQ(album.media.size(), 10u);
  EXPECT_EQ(album.hashtags.size(), 1u);
  EXPECT_EQ(note("akkoma/note_attachment_url_list").media.size(), 1u);
}

TEST(RecordedNotes, ReadMisskeysEmptyWarningAsHiddenWithoutWords) {
  auto const hidden = note("misskey/k_create_cw_empty");
  EXPECT_TRUE(hidden.sensitive);
  EXPECT_EQ(hidden.spoiler_text, "");
}

TEST(RecordedNotes, ConvertArticlesPagesAndVideosToTitleTextAndLink) {
  for (auto const* const name : {"hollo/create_article", "writefreely/create_article", "lemmy/object_page"}) {
    auto const converted = note(name);
    EXPECT_TRUE(converted.html.text().starts_with("<p><strong>")) << name << converted.html.text();
    EXPECT_TRUE(converted.html.text().contains("href=\"" + converted.url)) << name;
    EXPECT_TRUE(converted.spoiler_text.empty()) << name;
  }
  auto const video = note("peertube/object_video");
  EXPECT_EQ(video.type, "Video");
  EXPECT_TRUE(host_of(video.author) == host_of(video.id));
}

TEST(RecordedNotes, KnowAPollAnswerFromATitledNote) {
  EXPECT_TRUE(note("mastodon/m_vote").is_vote);
  EXPECT_FALSE(note("mastodon/m_create_private").is_vote);
}

TEST(RecordedNotes, WithoutAnIdAreNone) {
  auto const root = document("gotosocial/doc_posts_1_note");
  EXPECT_FALSE(read_note(root));
}

TEST(RecordedNotes, KeepIdsVerbatim) {
  EXPECT_TRUE(note("bridgyfed/create_note").id.contains("at://"));
}

TEST(RecordedActors, AreReadWhateverTheirShape) {
  for (auto const* const name :
       {"mastodon/m_actor_numeric_id", "mastodon/m_actor_bot", "pixelfed/actor", "lemmy/w_person", "misskey/k_actor",
        "peertube/object_group", "bridgyfed/actor_bridged"}) {
    auto const actor = read_actor(document(name));
    ASSERT_TRUE(actor) << name;
    EXPECT_FALSE(actor->account.username.empty()) << name;
    EXPECT_TRUE(same_host(actor->account.inbox_url, actor->account.uri)) << name;
    ASSERT_FALSE(actor->keys.empty()) << name;
    EXPECT_FALSE(actor->keys[0].pem.empty()) << name;
  }
  EXPECT_EQ(read_actor(document("mastodon/m_actor_bot"))->account.kind, ActorKind::service);
  EXPECT_EQ(read_actor(document("peertube/object_group"))->account.kind, ActorKind::group);
  EXPECT_TRUE(read_actor(document("lemmy/w_person"))->account.followers_url.empty());
  EXPECT_TRUE(read_actor(document("bridgyfed/actor_bridged"))->account.username.contains('.'));
}

TEST(RecordedActivities, AreTyped) {
  auto const verb = [](std::string const& name) {
    auto const root = document(name);
    auto const activity = read_activity(root);
    EXPECT_TRUE(activity) << name;
    return activity ? activity->verb : Verb::other;
  };
  EXPECT_EQ(verb("mastodon/m_follow"), Verb::follow);
  EXPECT_EQ(verb("mastodon/m_accept_follow"), Verb::accept);
  EXPECT_EQ(verb("mastodon/m_undo_follow"), Verb::undo);
  EXPECT_EQ(verb("mastodon/m_like"), Verb::like);
  EXPECT_EQ(verb("mastodon/m_add_featured"), Verb::add);
  EXPECT_EQ(verb("mastodon/m_delete_actor"), Verb::delete_);
  EXPECT_EQ(verb("mastodon/m_update_note"), Verb::update);
  auto const root = document("mastodon/m_delete_note_tombstone");
  EXPECT_EQ(read_activity(root)->object_id, root["object"].id());
}

TEST(RecordedWebFinger, NamesHandleAndActor) {
  auto const finger = read_webfinger(recorded("mastodon/m_discovery_webfinger_split_domain"));
  ASSERT_TRUE(finger);
  EXPECT_EQ(finger->username, "marge");
  EXPECT_EQ(finger->domain, "example.social");
  EXPECT_EQ(finger->actor, "https://ap.example.social/users/marge");
}

}  // namespace
}  // namespace dunlin::federation::vocabulary
