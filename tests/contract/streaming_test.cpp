#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dunlin/api/mastodon/streams.hpp"
#include "dunlin/platform/http/channel.hpp"
#include "dunlin/timelines/live.hpp"
#include "support/answers.hpp"
#include "support/bare_app.hpp"

namespace dunlin::test {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A channel without a network: keeps what it is sent.
class Ear : public http::Channel {
 public:
  void send(std::shared_ptr<std::string const> text) override {
    std::scoped_lock const lock(mutex_);
    texts_.push_back(*text);
  }
  void close(std::uint16_t code) override {
    {
      std::scoped_lock const lock(mutex_);
      if (std::exchange(code_, code) != 0) return;
    }
    on_text = nullptr;
    if (auto const tell = std::exchange(on_close, nullptr)) tell();
  }
  bool is_open() const override { return code() == 0; }
  int code() const {
    std::scoped_lock const lock(mutex_);
    return code_;
  }
  std::vector<std::string> texts() const {
    std::scoped_lock const lock(mutex_);
    return texts_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> texts_;
  int code_ = 0;
};

class Streaming : public AnswersTest {
 protected:
  /// A WebSocket of this person.
  struct Socket {
    TestApp* app;
    std::shared_ptr<Ear> ear;

    void say(json const& frame) const { say(frame.dump()); }
    void say(std::string text) const {
      app->wait([](std::shared_ptr<Ear> ear, std::string text) -> awaitable<void> {
        ear->on_text(text);
        co_return;
      }(ear, std::move(text)));
    }
    void hear(std::string_view stream, json more = json::object()) const {
      more["type"] = "subscribe";
      more["stream"] = stream;
      say(more);
    }
    std::vector<json> frames() const {
      std::vector<json> found;
      for (auto const& text : ear->texts()) found.push_back(json::parse(text));
      return found;
    }
    /// Frames of this event on this stream.
    std::vector<json> events(std::string const& event, json const& stream) const {
      auto found = frames();
      std::erase_if(found, [&](json const& frame) {
        return frame.value("event", "") != event || frame.value("stream", json()) != stream;
      });
      return found;
    }
    bool is_refused() const {
      return eventually(
          [&] { return std::ranges::any_of(frames(), [](auto const& f) { return f.contains("error"); }); });
    }
  };

  http::Request upgrade(std::string_view target, std::string_view token) {
    auto request = app.request("GET", target, token, {}, "");
    request.headers.insert(request.headers.end(), {{"upgrade", "websocket"},
                                                   {"connection", "Upgrade"},
                                                   {"sec-websocket-version", "13"},
                                                   {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    return request;
  }
  Socket open(access::Reply reply) {
    Socket socket{&app, std::make_shared<Ear>()};
    EXPECT_TRUE(reply.opens) << reply.status << " " << reply.body;
    if (!reply.opens) return socket;
    app.wait([](access::Reply reply, std::shared_ptr<Ear> ear) -> awaitable<void> {
      reply.opens(ear);
      co_return;
    }(std::move(reply), socket.ear));
    ears_.push_back(socket.ear);
    return socket;
  }
  Socket socket(Login const& who, std::string_view stream = {}, json const& more = json::object()) {
    auto const opened = open(app.send(upgrade("/api/v1/streaming", who.token)));
    if (stream.empty()) return opened;
    opened.hear(stream, more);
    // What is asked for next is answered after it.
    opened.hear("nonsense");
    EXPECT_TRUE(opened.is_refused());
    return opened;
  }
  /// A socket holds itself until it is closed.
  ~Streaming() override {
    for (auto const& ear : ears_)
      app.wait([](std::shared_ptr<Ear> ear) -> awaitable<void> {
        ear->close(http::going_away);
        co_return;
      }(ear));
  }

  json write(Login const& author, json const& draft) { return ask("POST", "/api/v1/statuses", author, draft.dump()); }
  json write(Login const& author, char const* text) { return write(author, json{{"status", text}}); }
  void follow(Login const& who, Login const& whom) { ask("POST", "/api/v1/accounts/" + id(whom) + "/follow", who); }
  static bool names(json const& frame, json const& status) {
    auto const payload = json::parse(frame["payload"].get<std::string>());
    return payload["id"] == status["id"];
  }
  /// The event comes; what fits the schema.
  json arrives(Socket const& socket, std::string const& event, json const& stream, std::string_view type) {
    app.run_jobs();
    EXPECT_TRUE(eventually([&] { return !socket.events(event, stream).empty(); })) << event << " on " << stream;
    auto const found = socket.events(event, stream);
    if (found.empty()) return {};
    for (auto const& problem : schema_problems("StreamingEvent", found.back())) ADD_FAILURE() << problem;
    auto const payload = json::parse(found.back()["payload"].get<std::string>());
    if (!type.empty())
      for (auto const& problem : schema_problems(type, payload)) ADD_FAILURE() << event << " " << problem;
    return payload;
  }

  Login ann = app.local("ann"), bob = app.local("bob"), eve = app.local("eve");
  std::vector<std::shared_ptr<Ear>> ears_;
};

TEST_F(Streaming, WhoFollowsSeesPostsEditsAndRemovals) {
  follow(ann, bob);
  auto const user = socket(ann, "user");
  auto const stranger = socket(eve, "user");
  auto const status = write(bob, "one");
  auto const shown = arrives(user, "update", {"user"}, "Status");
  EXPECT_EQ(shown["id"], status["id"]);
  EXPECT_EQ(shown["favourited"], false);
  EXPECT_TRUE(shown.contains("filtered"));
  auto const place = "/api/v1/statuses/" + status["id"].get<std::string>();
  ask("PUT", place, bob, R"({"status": "two"})");
  EXPECT_THAT(arrives(user, "status.update", {"user"}, "Status")["content"].get<std::string>(),
              ::testing::HasSubstr("two"));
  ask("POST", place + "/reblog", bob);
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return user.events("update", {"user"}).size() == 2; }));
  auto const boost = json::parse(user.events("update", {"user"})[1]["payload"].get<std::string>());
  EXPECT_EQ(boost["reblog"]["id"], status["id"]);
  ask("DELETE", place, bob);
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return user.events("delete", {"user"}).size() == 2; })) << "the post and its boost";
  EXPECT_EQ(user.events("delete", {"user"})[0]["payload"], status["id"]) << "the bare id";
  EXPECT_THAT(stranger.events("update", {"user"}), IsEmpty());
}

TEST_F(Streaming, PublicStreamsShowWhatTheViewerWantsToSee) {
  auto const all = socket(ann, "public"), local = socket(ann, "public:local"), remote = socket(ann, "public:remote"),
             media = socket(ann, "public:media"), blocker = socket(eve, "public");
  ask("POST", "/api/v1/accounts/" + id(bob) + "/block", eve);
  auto const root = write(bob, "public");
  auto const shown = arrives(all, "update", {"public"}, "Status");
  EXPECT_EQ(shown["id"], root["id"]);
  EXPECT_FALSE(shown.contains("favourited")) << "no words of the viewer's on public streams";
  EXPECT_TRUE(shown.contains("filtered"));
  EXPECT_THAT(local.events("update", {"public:local"}), SizeIs(1));
  for (auto const* hidden : {"unlisted", "private", "direct"})
    write(bob, json{{"status", "h"}, {"visibility", hidden}});
  write(ann, json{{"status", "@bob an answer"}, {"in_reply_to_id", root["id"]}});
  auto const last = write(bob, "last");
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return all.events("update", {"public"}).size() == 2; }));
  EXPECT_TRUE(names(all.events("update", {"public"})[1], last)) << "neither hidden ones nor answers";
  EXPECT_THAT(remote.events("update", {"public:remote"}), IsEmpty());
  EXPECT_THAT(media.events("update", {"public:media"}), IsEmpty());
  EXPECT_THAT(blocker.events("update", {"public"}), IsEmpty());
}

TEST_F(Streaming, FiltersAreAppliedOnPublicStreamsToo) {
  ask("POST", "/api/v2/filters", ann,
      R"({"title": "t", "context": ["public"], "keywords_attributes": [{"keyword": "kraken"}]})");
  auto const filtering = socket(ann, "public"), plain = socket(eve, "public");
  write(bob, "a kraken");
  EXPECT_THAT(arrives(filtering, "update", {"public"}, "Status")["filtered"], SizeIs(1));
  EXPECT_THAT(arrives(plain, "update", {"public"}, "Status")["filtered"], IsEmpty());
}

TEST_F(Streaming, HashtagsAreHeardUnderTheNameThatWasAskedFor) {
  auto const tag = socket(ann, "hashtag", {{"tag", "Owls"}}), local = socket(ann, "hashtag:local", {{"tag", "owls"}});
  write(bob, "#owls");
  arrives(tag, "update", {"hashtag", "Owls"}, "Status");
  arrives(local, "update", {"hashtag:local", "owls"}, "Status");
  tag.say(json{{"type", "unsubscribe"}, {"stream", "hashtag"}, {"tag", "Owls"}});
  tag.hear("nonsense");
  EXPECT_TRUE(eventually([&] { return tag.frames().size() >= 3; }));
  write(bob, "#owls again");
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return local.events("update", {"hashtag:local", "owls"}).size() == 2; }));
  EXPECT_THAT(tag.events("update", {"hashtag", "Owls"}), SizeIs(1));
}

TEST_F(Streaming, ListsShowTheirMembersToTheirOwner) {
  follow(ann, bob);
  follow(ann, eve);
  auto const list = ask("POST", "/api/v1/lists", ann, R"({"title": "friends", "replies_policy": "none"})");
  auto const name = list["id"].get<std::string>();
  ask("POST", "/api/v1/lists/" + name + "/accounts", ann, json{{"account_ids", {id(bob)}}}.dump());
  auto const owner = socket(ann, "list", {{"list", name}});
  auto const other = socket(eve);
  other.hear("list", {{"list", name}});
  EXPECT_TRUE(other.is_refused());
  write(eve, "no member");
  auto const root = write(bob, json{{"status", "private"}, {"visibility", "private"}});
  EXPECT_EQ(arrives(owner, "update", {"list", name}, "Status")["id"], root["id"]);
  write(bob, json{{"status", "@eve an answer"}, {"in_reply_to_id", write(eve, "x")["id"]}});
  auto const last = write(bob, "last");
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return owner.events("update", {"list", name}).size() == 2; }));
  EXPECT_TRUE(names(owner.events("update", {"list", name})[1], last));
}

TEST_F(Streaming, NotificationsComeOnBothStreamsOfTheirReader) {
  auto const user = socket(ann, "user"), news = socket(ann, "user:notification");
  write(bob, "@ann hello");
  EXPECT_EQ(arrives(user, "notification", {"user"}, "Notification")["type"], "mention");
  EXPECT_EQ(arrives(news, "notification", {"user:notification"}, "Notification")["type"], "mention");
  EXPECT_THAT(news.events("update", {"user:notification"}), IsEmpty());
}

TEST_F(Streaming, DirectPostsAreHeardByThoseTheyAreFor) {
  follow(ann, bob);  // whose messages are kept back else
  auto const hers = socket(ann, "direct"), his = socket(bob, "direct"), others = socket(eve, "direct");
  auto const status = write(bob, json{{"status", "@ann psst"}, {"visibility", "direct"}});
  EXPECT_EQ(arrives(hers, "conversation", {"direct"}, "Conversation")["last_status"]["id"], status["id"]);
  EXPECT_EQ(arrives(his, "conversation", {"direct"}, "Conversation")["unread"], false);
  EXPECT_THAT(others.events("conversation", {"direct"}), IsEmpty());
}

TEST_F(Streaming, ATokenOpensNoMoreThanItsScopes) {
  auto const news = Login{ann.account, ann.user, {}, app.token(ann, "read:notifications")};
  auto const statuses = Login{ann.account, ann.user, {}, app.token(ann, "read:statuses")};
  follow(ann, bob);
  auto const one = socket(news, "user"), other = socket(statuses, "user");
  auto const refused = socket(statuses);
  refused.hear("user:notification");
  EXPECT_TRUE(refused.is_refused());
  write(bob, "@ann hello");
  arrives(one, "notification", {"user"}, "Notification");
  arrives(other, "update", {"user"}, "Status");
  EXPECT_THAT(one.events("update", {"user"}), IsEmpty());
  EXPECT_THAT(other.events("notification", {"user"}), IsEmpty());
}

TEST_F(Streaming, ARevokedTokenEndsItsStreams) {
  auto const other = Login{ann.account, ann.user, {}, app.token(ann, "read")};
  auto const kept = socket(ann, "user"), ended = socket(other, "user");
  auto const open = app.app().streams.open();
  app.db().transact_blocking([&](db::Tx& tx) {
    tx.query(
        {"test.revoke", "update access_tokens set revoked_at = now() where user_id = $1 and id <> $2 returning id"},
        ann.user, ann.token_id);
    tx.changed("token", "user:" + to_string(ann.user));
  });
  EXPECT_TRUE(eventually([&] { return !ended.ear->is_open(); }));
  EXPECT_EQ(ended.ear->code(), http::policy_violation);
  EXPECT_TRUE(kept.ear->is_open());
  EXPECT_TRUE(eventually([&] { return app.app().streams.open() == open - 1; }));
}

TEST_F(Streaming, WhatIsNoStreamIsRefusedAndSaidSo) {
  EXPECT_EQ(app.get("/api/v1/streaming", ann.token).status, 404) << "no upgrade was asked for";
  auto const nobody = app.send(upgrade("/api/v1/streaming?stream=public", {}));
  EXPECT_EQ(nobody.status, 401);
  EXPECT_TRUE(std::ranges::any_of(nobody.headers, [](auto const& h) { return h.first == "X-Error-Message"; }));
  auto with_protocol = upgrade("/api/v1/streaming", {});
  with_protocol.headers.emplace_back("sec-websocket-protocol", ann.token);
  auto const reply = app.send(with_protocol);
  EXPECT_EQ(reply.status, 101);
  EXPECT_TRUE(std::ranges::find(reply.headers, std::pair<std::string, std::string>{"Sec-WebSocket-Protocol",
                                                                                   ann.token}) != reply.headers.end());
  EXPECT_EQ(app.send(upgrade("/api/v1/streaming?stream=nonsense", ann.token)).status, 400);
  auto const socket = open(app.send(upgrade("/api/v1/streaming", ann.token)));
  socket.say(std::string("no JSON"));
  socket.say(json{{"type", "unknown"}});
  socket.say(json::array({1, 2}));
  socket.hear("hashtag", {{"tag", ""}});
  EXPECT_TRUE(socket.is_refused());
  EXPECT_THAT(socket.frames(), SizeIs(1));
  for (auto const& problem : schema_problems("StreamingError", socket.frames()[0])) ADD_FAILURE() << problem;
}

TEST_F(Streaming, EveryServerSentStreamOpens) {
  auto const list = ask("POST", "/api/v1/lists", ann, R"({"title": "friends"})")["id"].get<std::string>();
  for (auto const* stream : {"user", "user/notification", "public", "public/local", "public/remote?only_media=true",
                             "hashtag?tag=a", "hashtag/local?tag=a", "direct"}) {
    auto const opened = open(app.get(std::string("/api/v1/streaming/") + stream, ann.token));
    EXPECT_EQ(opened.ear->texts(), std::vector<std::string>{":)\n"}) << stream;
  }
  EXPECT_EQ(open(app.get("/api/v1/streaming/list?list=" + list, ann.token)).ear->texts().size(), 1U);
  EXPECT_EQ(app.get("/api/v1/streaming/list?list=" + list, bob.token).status, 404);
  EXPECT_EQ(app.get("/api/v1/streaming/hashtag", ann.token).status, 400);
  EXPECT_EQ(app.get("/api/v1/streaming/user").status, 401);
  EXPECT_EQ(app.get("/api/v1/streaming/user/notification", app.token(ann, "read:statuses")).status, 403);
  EXPECT_EQ(app.get("/api/v1/streaming/health").body, "OK");
}

TEST_F(Streaming, ServerSentEventsAreLines) {
  auto const stream = open(app.get("/api/v1/streaming/public", ann.token));
  write(bob, "line");
  app.run_jobs();
  EXPECT_TRUE(eventually([&] { return stream.ear->texts().size() == 2; }));
  auto const text = stream.ear->texts()[1];
  EXPECT_TRUE(text.starts_with("event: update\ndata: {") && text.ends_with("}\n\n")) << text;
}

/// By who may see the post.
class EventCost : public Streaming, public ::testing::WithParamInterface<char const*> {};
INSTANTIATE_TEST_SUITE_P(Posts, EventCost, ::testing::Values("public", "private"));

TEST_P(EventCost, IsAsManyQueriesForManyReadersAsForOne) {
  std::vector<Login> readers;
  timelines::LiveEvent event;
  for (int i = 0; i < 12; ++i) {
    readers.push_back(app.local("reader" + std::to_string(i)));
    event.readers.push_back(*parse_id<AccountId>(id(readers.back())));
    follow(readers.back(), bob);
  }
  std::vector<json> posts;
  for (int i = 0; i < 6; ++i) posts.push_back(write(bob, json{{"status", "post"}, {"visibility", GetParam()}}));
  app.run_jobs();
  std::vector<Socket> sockets;
  // Told as the job that distributes it tells it, without that job: how often the queue asks is a matter of time. It
  // asks now and then all the same, so the least of several is what an event costs.
  auto const cost = [&] {
    auto const before = app.statements();
    event.status = *parse_id<StatusId>(posts.back()["id"].get<std::string>());
    app.app().live.publish(event);
    EXPECT_TRUE(eventually([&] {
      return std::ranges::all_of(sockets, [&](auto const& socket) {
        auto const seen = socket.events("update", {"user"});
        return !seen.empty() && names(seen.back(), posts.back());
      });
    }));
    posts.pop_back();
    return app.statements() - before;
  };
  auto const least = [&] { return std::min({cost(), cost(), cost()}); };
  sockets.push_back(socket(readers[0], "user"));
  auto const one = least();
  EXPECT_GE(one, 1) << "what somebody did to it is asked";
  for (std::size_t i = 1; i < readers.size(); ++i) sockets.push_back(socket(readers[i], "user"));
  EXPECT_LE(least(), one + 1) << "what all of them did to it is one question";
}

}  // namespace
}  // namespace dunlin::test
