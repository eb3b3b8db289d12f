#include "dunlin/actions/conversations.hpp"

#include "dunlin/access/routes.hpp"
#include "entities/conversation.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
using store::direct::TalkId;

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, statuses_page);
  auto const talks = store::direct::page(tx, call.viewer(), window);
  return page(call, entities::conversation_list(call.app, tx, call.viewer(), talks),
              ends_of(talks, window, [](auto const& talk) { return talk.last_status.value; }), PageLinks::rows);
}

Reply mark(Call const& call, Tx& tx, bool unread) {
  auto const id = call.id_at<TalkId>("id");
  actions::mark_conversation(tx, call.viewer(), id, unread);
  auto const talk = store::direct::find(tx, call.viewer(), id);
  if (!talk) throw not_found();
  return access::json(entities::conversation(call.app, tx, call.viewer(), *talk));
}

Reply mark_read(Call const& call, Tx& tx) {
  return mark(call, tx, false);
}

Reply mark_unread(Call const& call, Tx& tx) {
  return mark(call, tx, true);
}

Reply remove(Call const& call, Tx& tx) {
  actions::remove_conversation(tx, call.viewer(), call.id_at<TalkId>("id"));
  return access::json("{}");
}

}  // namespace

void add_conversations(access::Routes& on) {
  on.get("/api/v1/conversations", list, {.needs = "read:statuses"});
  on.del("/api/v1/conversations/:id", remove, {.needs = "write:conversations"});
  on.post("/api/v1/conversations/:id/read", mark_read, {.needs = "write:conversations"});
  on.post("/api/v1/conversations/:id/unread", mark_unread, {.needs = "write:conversations"});
}

}  // namespace dunlin::api::mastodon
