// Lists of accounts, and their timelines.
#include "dunlin/store/lists.hpp"

#include <string>
#include <utility>
#include <vector>

#include "account_pages.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/actions/lists.hpp"
#include "dunlin/base/json_writer.hpp"
#include "entities/status.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

void write(JsonWriter& json, List const& list) {
  json.object([&] {
    json.member("id", list.id);
    json.member("title", list.title);
    json.member("replies_policy", to_text(list.replies));
    json.member("exclusive", list.exclusive);
  });
}

Reply answer(List const& list) {
  JsonWriter json;
  write(json, list);
  return access::json(json.take());
}

Reply answer(std::vector<List> const& lists) {
  JsonWriter json(16 + lists.size() * 128);
  json.array([&] {
    for (auto const& list : lists) write(json, list);
  });
  return access::json(json.take());
}

List list_at(Call const& call, Tx& tx, std::string_view name) {
  auto list = store::lists::find(tx, call.viewer(), call.id_at<ListId>(name));
  if (!list) throw not_found();
  return std::move(*list);
}

actions::ListDraft read_list_draft(http::Params const& params) {
  actions::ListDraft draft{.title = params.text("title"), .replies = {}, .exclusive = params.flag("exclusive")};
  if (!params["replies_policy"].blank()) {
    draft.replies = replies_policy_from(params.text("replies_policy").value_or(""));
    if (!draft.replies) throw invalid("Replies policy is not included in the list");
  }
  return draft;
}

Reply index(Call const& call, Tx& tx) {
  return answer(store::lists::of_owner(tx, call.viewer()));
}

Reply show(Call const& call, Tx& tx) {
  return answer(list_at(call, tx, "id"));
}

Reply create(Call const& call, Tx& tx) {
  return answer(actions::create_list(call.app, tx, call.viewer(), read_list_draft(call.params)));
}

Reply change(Call const& call, Tx& tx) {
  auto const id = list_at(call, tx, "id").id;  // whose list it is comes before what is wrong with the request
  return answer(actions::change_list(call.app, tx, call.viewer(), id, read_list_draft(call.params)));
}

Reply remove(Call const& call, Tx& tx) {
  actions::remove_list(call.app, tx, call.viewer(), call.id_at<ListId>("id"));
  return access::json("{}");
}

Reply members(Call const& call, Tx& tx) {
  auto const list = list_at(call, tx, "id");
  auto window = read_window(call.params, accounts_page);
  bool const all = call.params.integer("limit") == 0;
  if (all) window = {.limit = actions::most_list_members};
  auto reply = account_page(call, tx, store::lists::members(tx, list.id, window), window);
  if (all) std::erase_if(reply.headers, [](auto const& header) { return header.first == "Link"; });
  return reply;
}

Reply add_members(Call const& call, Tx& tx) {
  auto const list = list_at(call, tx, "id");
  std::vector<AccountId> accounts;
  for (auto const& text : call.params.texts("account_ids")) {
    auto const id = parse_id<AccountId>(text);
    if (!id) throw not_found();
    accounts.push_back(*id);
  }
  actions::add_to_list(call.app, tx, call.viewer(), list.id, accounts);
  return access::json("{}");
}

Reply remove_members(Call const& call, Tx& tx) {
  std::vector<AccountId> accounts;
  for (auto const& text : call.params.texts("account_ids"))
    if (auto const id = parse_id<AccountId>(text)) accounts.push_back(*id);
  actions::take_off_list(call.app, tx, call.viewer(), call.id_at<ListId>("id"), accounts);
  return access::json("{}");
}

Reply with_account(Call const& call, Tx& tx) {
  auto const account = account_at(call, tx);
  return answer(store::lists::with_member(tx, call.viewer(), account.id));
}

Reply timeline(Call const& call, Tx& tx) {
  auto const list = list_at(call, tx, "list_id");
  auto const window = read_window(call.params, statuses_page);
  auto const ids = store::lists::page(tx, list.id, window);
  auto shown = entities::status_list(call.app, tx, call.viewer(), ids);
  return page(call, std::move(shown.json), ends_of(ids, window, [](StatusId id) { return id.value; }),
              PageLinks::timeline);
}

}  // namespace

void add_lists(access::Routes& on) {
  constexpr auto reads = "read:lists", writes = "write:lists";
  on.get("/api/v1/lists", index, {.needs = reads});
  on.post("/api/v1/lists", create, {.needs = writes});
  on.get("/api/v1/lists/:id", show, {.needs = reads});
  on.put("/api/v1/lists/:id", change, {.needs = writes});
  on.patch("/api/v1/lists/:id", change, {.needs = writes});
  on.del("/api/v1/lists/:id", remove, {.needs = writes});
  on.get("/api/v1/lists/:id/accounts", members, {.needs = reads});
  on.post("/api/v1/lists/:id/accounts", add_members, {.needs = writes});
  on.del("/api/v1/lists/:id/accounts", remove_members, {.needs = writes});
  on.get("/api/v1/accounts/:id/lists", with_account, {.needs = reads});
  on.get("/api/v1/timelines/list/:list_id", timeline, {.needs = reads});
}

}  // namespace dunlin::api::mastodon
