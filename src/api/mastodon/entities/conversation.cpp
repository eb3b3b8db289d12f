#include "conversation.hpp"

#include <vector>

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "status.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::direct::Talk;

/// Who is shown: clients want somebody, so whoever talks to nobody is shown themselves.
std::vector<AccountId> shown_in(Talk const& talk, AccountId viewer) {
  return talk.others.empty() ? std::vector{viewer} : talk.others;
}

/// What all of them show, gathered before anything is written.
struct ShownTalks {
  std::vector<Piece> people;  // of all talks, one after the other
  std::vector<std::string> last;

  ShownTalks(App& app, db::Tx& tx, AccountId viewer, std::span<Talk const> talks) {
    std::vector<AccountId> ids;
    std::vector<StatusId> posts;
    for (auto const& talk : talks) {
      auto const shown = shown_in(talk, viewer);
      ids.insert(ids.end(), shown.begin(), shown.end());
      posts.push_back(talk.last_status);
    }
    people = accounts(app, tx, ids);
    last = statuses(app, tx, viewer, posts);
  }
};

void write(JsonWriter& json, Talk const& talk, std::span<Piece const> people, std::string const& last) {
  json.object([&] {
    json.member("id", talk.id);
    json.member("unread", talk.unread);
    json.array_member("accounts", [&] {
      for (auto const& person : people)
        if (person) json.raw(*person);
    });
    json.key("last_status");
    if (last.empty())
      json.value(nullptr);
    else
      json.raw(last);
  });
}

}  // namespace

std::string conversation_list(App& app, db::Tx& tx, AccountId viewer, std::span<Talk const> talks) {
  ShownTalks const shown(app, tx, viewer, talks);
  JsonWriter json(64 + shown.people.size() * 1600 + talks.size() * 4000);
  std::size_t next = 0;
  json.array([&] {
    for (std::size_t i = 0; i < talks.size(); ++i) {
      auto const count = shown_in(talks[i], viewer).size();
      write(json, talks[i], std::span(shown.people).subspan(next, count), shown.last[i]);
      next += count;
    }
  });
  return json.take();
}

std::string conversation(App& app, db::Tx& tx, AccountId viewer, Talk const& talk) {
  ShownTalks const shown(app, tx, viewer, std::span(&talk, 1));
  JsonWriter json(8000);
  write(json, talk, shown.people, shown.last[0]);
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
