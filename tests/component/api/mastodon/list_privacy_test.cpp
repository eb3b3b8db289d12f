// Walks every list of the API as different viewers over one world, and looks for what must not be there.
#include <algorithm>
#include <map>
#include <set>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/boosts.hpp"
#include "dunlin/actions/favourites.hpp"
#include "dunlin/actions/publish.hpp"
#include "dunlin/store/records.hpp"
#include "server/routes.hpp"
#include "support/posting_test.hpp"

namespace dunlin {
namespace {

using nlohmann::json;
using test::Login;

constexpr db::Statement silence_sql{"test.silence", "update accounts set silenced_at = now() where id = $1"};
constexpr db::Statement suspend_sql{"test.suspend", "update accounts set suspended_at = now() where id = $1"};
constexpr db::Statement rename_sql{"test.rename", "update accounts set display_name = $2 where id = $1"};

enum class Kind { open, answer, followers, direct };

/// Somebody who writes, and the one word that stands in each post and in their name and nowhere else.
struct Author {
  std::string name;
  Account account;
  std::string token;  // empty for accounts of other servers
  std::map<Kind, std::string> posts;
  std::set<std::string> follows, blocks, mutes;
  bool suspended = false, silenced = false, remote = false;

  std::string word(Kind kind) const {
    static std::map<Kind, std::string> const prefixes{{Kind::open, "openof"},
                                                      {Kind::answer, "answerof"},
                                                      {Kind::followers, "followersof"},
                                                      {Kind::direct, "directof"}};
    return prefixes.at(kind) + name;
  }
  std::string name_word() const { return "nameof" + name; }
};

/// `viewer` keeps everybody away in one way each; `friendly` is their friend and meets them all.
struct ListPrivacy : test::PostingTest {
  ListPrivacy() {
    for (std::string const name :
         {"viewer", "friendly", "blocked", "blocker", "muted", "silenced", "suspended", "plain"})
      people.emplace(name, local_author(name));
    auto far = app.remote("far", "far.example", [](Account& account) { account.discoverable = true; });
    people.emplace("far", Author{.name = "far", .account = far, .token = {}, .remote = true});
    for (auto& [name, author] : people) rename(author);
    for (auto const* name : {"friendly", "blocked", "blocker", "muted", "silenced", "suspended", "far"})
      befriend("viewer", name);
    for (auto& [name, author] : people)
      if (name != "friendly") {
        befriend("friendly", name);
        befriend(name, "friendly");
      }
    for (auto& [name, author] : people) write(author);
    app.run_jobs();
    meet();
    app.run_jobs();
    part();
    app.run_jobs();
    app.app().records.clear();
  }

  Author local_author(std::string const& name) {
    auto login = app.local(name, "read write follow push", [](Account& account) { account.discoverable = true; });
    return {.name = name, .account = login.account, .token = login.token};
  }
  void rename(Author& author) {
    app.db().transact_blocking([&](db::Tx& tx) { tx.execute(rename_sql, author.account.id, author.name_word()); });
  }
  void befriend(std::string const& one, std::string const& other) {
    follow(people.at(one).account, people.at(other).account);
    people.at(one).follows.insert(other);
  }

  /// One post of each kind. Every post names the friend and the hashtag; all but the open one answer the friend.
  void write(Author& author) {
    static std::map<Kind, std::string> const visibilities{
        {Kind::open, "public"}, {Kind::answer, "public"}, {Kind::followers, "private"}, {Kind::direct, "direct"}};
    for (auto const& [kind, visibility] : visibilities) {
      auto const text = author.word(kind) + " @friendly" + (kind == Kind::open ? " @viewer" : "") + " #walk";
      if (author.remote) {
        author.posts[kind] = receive(author, kind, text, *visibility_from(visibility));
        continue;
      }
      json draft{{"status", text}, {"visibility", visibility}};
      if (kind != Kind::open) draft["in_reply_to_id"] = thread();
      author.posts[kind] = ask("POST", "/api/v1/statuses", author.token, draft)["id"];
    }
  }
  /// The friend's post that everybody answers.
  json thread() {
    if (thread_.empty() && people.at("friendly").posts.empty())
      thread_ = ask("POST", "/api/v1/statuses", people.at("friendly").token, {{"status", "begin #walk"}})["id"];
    return thread_;
  }
  std::string receive(Author const& author, Kind kind, std::string const& text, Visibility visibility) {
    return app.db().transact_blocking([&](db::Tx& tx) {
      Status status;
      status.author = author.account.id;
      status.uri = "https://far.example/" + author.word(kind);
      status.html = SafeHtml::trusted("<p>" + text + "</p>");
      status.visibility = visibility;
      status.created_at = app.clock().now();
      if (kind != Kind::open) status.in_reply_to = *parse_id<StatusId>(thread().get<std::string>());
      status.mentions.push_back({people.at("friendly").account.id});
      if (kind == Kind::open) status.mentions.push_back({people.at("viewer").account.id});
      status.tags.push_back({.id = {}, .name = "walk", .display_name = "walk"});
      return to_string(actions::receive_status(app.app(), tx, status, {}, false));
    });
  }

  /// Everybody likes and boosts the friend's post; the friend boosts everybody; the viewer keeps what all wrote.
  void meet() {
    auto const begin = "/api/v1/statuses/" + thread_;
    std::vector<std::string> featured;
    for (auto const& [name, author] : people) {
      auto const open = "/api/v1/statuses/" + author.posts.at(Kind::open);
      if (author.remote) {
        app.db().transact_blocking([&](db::Tx& tx) {
          auto const target = *parse_id<StatusId>(thread_);
          auto const now = app.clock().now();
          actions::receive_favourite(app.app(), tx, author.account.id, target, "https://far.example/like", now);
          actions::receive_boost(app.app(), tx, author.account.id, target, Visibility::public_,
                                 "https://far.example/boost", now);
        });
      } else {
        ask("POST", begin + "/favourite", author.token);
        if (name != "friendly") ask("POST", begin + "/reblog", author.token);
        ask("POST", "/api/v1/statuses/" + author.posts.at(Kind::open) + "/pin", author.token);
      }
      if (name != "friendly") ask("POST", open + "/reblog", people.at("friendly").token);
      for (auto const* verb : {"/favourite", "/bookmark"}) ask("POST", open + verb, people.at("viewer").token);
      if (name != "friendly" && !author.remote) featured.push_back(to_string(author.account.id));
    }
    collection = ask("POST", "/api/v1/collections", people.at("friendly").token,
                     {{"name", "all"}, {"discoverable", true}, {"account_ids", featured}})["collection"]["id"];
    list_id = ask("POST", "/api/v1/lists", people.at("viewer").token, {{"title", "list"}})["id"];
    std::vector<std::string> members;
    for (auto const& name : people.at("viewer").follows) members.push_back(to_string(people.at(name).account.id));
    ask("POST", "/api/v1/lists/" + list_id + "/accounts", people.at("viewer").token, {{"account_ids", members}});
  }

  void part() {
    auto const& viewer = people.at("viewer");
    auto const of = [&](std::string const& name) {
      return "/api/v1/accounts/" + to_string(people.at(name).account.id);
    };
    ask("POST", of("blocked") + "/block", viewer.token);
    people.at("viewer").blocks.insert("blocked");
    ask("POST", of("viewer") + "/block", people.at("blocker").token);
    people.at("blocker").blocks.insert("viewer");
    ask("POST", of("muted") + "/mute", viewer.token);
    people.at("viewer").mutes.insert("muted");
    ask("POST", "/api/v1/domain_blocks", viewer.token, {{"domain", "far.example"}});
    for (auto const* gone : {"blocked", "blocker", "far"}) people.at("viewer").follows.erase(gone);
    people.at("blocked").follows.erase("viewer");
    app.db().transact_blocking([&](db::Tx& tx) {
      tx.execute(silence_sql, people.at("silenced").account.id);
      tx.execute(suspend_sql, people.at("suspended").account.id);
      for (auto const* name : {"silenced", "suspended"}) tx.changed(store::change::account, people.at(name).account.id);
    });
    people.at("silenced").silenced = true;
    people.at("suspended").suspended = true;
  }

  json ask(std::string_view method, std::string const& target, std::string const& token, json const& body = {}) {
    app.clock().advance(std::chrono::milliseconds(10));
    auto const reply = app.send(app.request(method, target, token, body.is_null() ? "{}" : body.dump()));
    EXPECT_EQ(reply.status, 200) << method << " " << target << " " << reply.body;
    return json::parse(reply.body, nullptr, false);
  }

  std::map<std::string, Author> people;
  std::string thread_, collection, list_id;
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The rule, told anew here, so that the walk does not trust what it tries.
struct Sight {
  std::map<std::string, Author> const& people;
  std::string viewer;  // empty for nobody

  bool knows(std::string const& other, std::set<std::string> Author::* what) const {
    return !viewer.empty() && (people.at(viewer).*what).contains(other);
  }
  bool apart(Author const& author) const {
    return !viewer.empty() && (knows(author.name, &Author::blocks) || author.blocks.contains(viewer));
  }
  bool may_see(Author const& author, Kind kind) const {
    if (author.suspended) return false;
    if (viewer == author.name) return true;
    if (apart(author)) return false;
    if (kind == Kind::direct) return viewer == "friendly";
    return kind == Kind::open || kind == Kind::answer || knows(author.name, &Author::follows);
  }
  /// Must not come by itself, though whoever looks for it finds it.
  bool unwanted(Author const& author, std::string_view target) const {
    if (author.name == viewer) return false;
    bool const timeline = contains(target, "/timelines/"), news = contains(target, "/notifications");
    bool const found =
        contains(target, "/trends") || contains(target, "/suggestions") || contains(target, "/directory");
    if (knows(author.name, &Author::mutes) && (timeline || news || contains(target, "/context"))) return true;
    if (viewer == "viewer" && author.remote && (timeline || news || found)) return true;
    bool const everybodys = contains(target, "/timelines/public") || contains(target, "/timelines/tag") || found;
    return author.silenced && everybodys && !knows(author.name, &Author::follows);
  }
  /// Somebody's name, in lists of people.
  bool may_meet(Author const& author, std::string const& target) const {
    if (author.suspended) return false;
    if (author.name == viewer || !apart(author)) return true;
    // Whom one blocks is listed there, and everybody's profile can be asked for.
    return contains(target, "/api/v1/blocks") || contains(target, "/lookup") ||
           target == "/api/v1/accounts/" + to_string(author.account.id);
  }
};

/// Every GET row below /api with everything in the place of its parameters.
std::vector<std::string> targets(ListPrivacy const& world) {
  access::Routes routes;
  server::add_routes(routes);
  std::vector<std::string> accounts, posts{world.thread_}, others{world.collection, world.list_id, "1"};
  for (auto const& [name, author] : world.people) {
    accounts.push_back(to_string(author.account.id));
    for (auto const& [kind, id] : author.posts) posts.push_back(id);
  }
  std::vector<std::string> found;
  for (auto const& row : routes.rows()) {
    if (row.method != "GET" || !row.path.starts_with("/api/") || contains(row.path, "/streaming")) continue;
    auto const colon = row.path.find(':');
    if (colon == std::string::npos) {
      found.push_back(row.path);
      continue;
    }
    auto const end = std::min(row.path.find('/', colon), row.path.size());
    auto const rest = row.path.substr(end);
    if (contains(rest, ":")) continue;
    auto const front = row.path.substr(0, colon);
    auto const& values = front.ends_with("/accounts/") ? accounts : front.ends_with("/statuses/") ? posts : others;
    if (contains(row.path.substr(colon, end - colon), "name") || contains(front, "/tag"))
      found.push_back(front + "walk" + rest);
    else
      for (auto const& value : values) found.push_back(front + value + rest);
  }
  return found;
}

std::vector<std::string> with_queries(ListPrivacy const& world) {
  auto all = targets(world);
  for (auto const& [name, author] : world.people) {
    all.push_back("/api/v2/search?q=" + author.word(Kind::open));
    all.push_back("/api/v2/search?q=" + author.word(Kind::followers));
    all.push_back("/api/v2/search?q=" + name);
    all.push_back("/api/v1/accounts/search?q=" + name);
    all.push_back("/api/v1/accounts/lookup?acct=" + author.account.acct());
    all.push_back("/api/v1/accounts/" + to_string(author.account.id) + "/statuses?pinned=true");
    all.push_back("/api/v1/accounts/familiar_followers?id[]=" + to_string(author.account.id));
  }
  for (auto const* more :
       {"/api/v1/timelines/public?local=true&limit=40", "/api/v1/timelines/home?limit=40",
        "/api/v1/timelines/tag/walk?limit=40", "/api/v1/notifications?limit=80", "/api/v1/timelines/public?remote=true",
        "/api/v1/notifications?include_filtered=true", "/api/v1/directory?order=new"})
    all.emplace_back(more);
  return all;
}

TEST_F(ListPrivacy, ShowsNobodyWhatIsNotForThem) {
  auto const all = with_queries(*this);
  EXPECT_GT(all.size(), 300U) << "the walk has lost its way";
  std::size_t answered = 0;
  for (std::string const viewer : {"viewer", "friendly", "blocked", "blocker", "muted", "plain", "silenced", ""}) {
    Sight const sight{people, viewer};
    auto const token = viewer.empty() ? std::string() : people.at(viewer).token;
    for (auto const& target : all) {
      auto const reply = app.get(target, token);
      EXPECT_LT(reply.status, 500) << target;
      if (reply.status != 200) continue;
      ++answered;
      for (auto const& [name, author] : people) {
        for (auto const& [kind, id] : author.posts)
          if (contains(reply.body, author.word(kind)))
            EXPECT_TRUE(sight.may_see(author, kind) && !sight.unwanted(author, target))
                << target << " shows " << author.word(kind) << " to " << (viewer.empty() ? "anybody" : viewer);
        if (contains(reply.body, author.name_word()))
          EXPECT_TRUE(sight.may_meet(author, target))
              << target << " shows " << author.name_word() << " to " << (viewer.empty() ? "anybody" : viewer);
      }
    }
  }
  EXPECT_GT(answered, 1000U);
}

TEST_F(ListPrivacy, ShowsWhatIsForThem) {
  auto const sees = [&](std::string const& target, std::string const& viewer, std::string const& word) {
    return contains(app.get(target, people.at(viewer).token).body, word);
  };
  EXPECT_TRUE(sees("/api/v1/timelines/home", "viewer", "openoffriendly"));
  EXPECT_TRUE(sees("/api/v1/timelines/home", "viewer", "followersoffriendly"));
  EXPECT_TRUE(sees("/api/v1/timelines/public", "viewer", "openofplain"));
  EXPECT_TRUE(sees("/api/v1/timelines/public", "plain", "openofblocked"));
  EXPECT_TRUE(sees("/api/v1/timelines/home?limit=40", "friendly", "followersofplain"));
  EXPECT_TRUE(sees("/api/v1/conversations", "friendly", "directofplain"));
  EXPECT_TRUE(sees("/api/v1/notifications", "friendly", "directofmuted"));
  EXPECT_TRUE(sees("/api/v1/favourites", "viewer", "openofplain"));
  EXPECT_TRUE(sees("/api/v1/blocks", "viewer", "nameofblocked"));
}

}  // namespace
}  // namespace dunlin
