// Filters, their keywords and the statuses they name.
#include "dunlin/store/filters.hpp"

#include <string>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/filters.hpp"
#include "dunlin/base/json_writer.hpp"
#include "entities/filter.hpp"
#include "filter_drafts.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

template <class Entity>
Reply answer(void (*write)(JsonWriter&, Entity const&), Entity const& one) {
  JsonWriter json;
  write(json, one);
  return access::json(json.take());
}

template <class Entity>
Reply answer(void (*write)(JsonWriter&, Entity const&), std::vector<Entity> const& all) {
  JsonWriter json;
  json.array([&] {
    for (auto const& one : all) write(json, one);
  });
  return access::json(json.take());
}

Reply nothing() {
  return access::json("{}");
}

actions::FilterDraft read_filter_draft(http::Params const& params) {
  auto draft = read_filter_frame(params);
  draft.title = params.text("title");
  if (!params["filter_action"].blank()) {
    draft.action = filter_action_from(params.text("filter_action").value_or(""));
    if (!draft.action) throw invalid("Action is not included in the list");
  }
  for (auto const* item : params.items("keywords_attributes")) {
    auto keyword = read_keyword_draft(*item);
    if (auto const& id = (*item)["id"]; !id.blank()) {
      auto const parsed = parse_id<FilterKeywordId>(id.text().value_or(""));
      if (!parsed || !*parsed) throw not_found();
      keyword.id = *parsed;
    }
    keyword.removed = item->flag("_destroy").value_or(false);
    draft.keywords.push_back(std::move(keyword));
  }
  return draft;
}

Filter filter_at(Call const& call, Tx& tx, std::string_view name) {
  auto filter = store::filters::find(tx, call.viewer(), call.id_at<FilterId>(name));
  if (!filter) throw not_found();
  return std::move(*filter);
}

Reply index(Call const& call, Tx& tx) {
  return answer(entities::write_filter, store::filters::of_account(tx, call.viewer()));
}

Reply show(Call const& call, Tx& tx) {
  return answer(entities::write_filter, filter_at(call, tx, "id"));
}

Reply create(Call const& call, Tx& tx) {
  return answer(entities::write_filter,
                actions::create_filter(call.app, tx, call.viewer(), read_filter_draft(call.params)));
}

Reply change(Call const& call, Tx& tx) {
  auto const id = filter_at(call, tx, "id").id;  // whose it is comes before what is wrong with the request
  return answer(entities::write_filter,
                actions::change_filter(call.app, tx, call.viewer(), id, read_filter_draft(call.params)));
}

Reply remove(Call const& call, Tx& tx) {
  actions::remove_filter(call.app, tx, call.viewer(), call.id_at<FilterId>("id"));
  return nothing();
}

Reply keywords(Call const& call, Tx& tx) {
  return answer(entities::write_filter_keyword, filter_at(call, tx, "filter_id").keywords);
}

Reply add_keyword(Call const& call, Tx& tx) {
  return answer(entities::write_filter_keyword,
                actions::add_filter_keyword(call.app, tx, call.viewer(), call.id_at<FilterId>("filter_id"),
                                            read_keyword_draft(call.params)));
}

Reply show_keyword(Call const& call, Tx& tx) {
  auto const id = call.id_at<FilterKeywordId>("id");
  if (auto const filter = store::filters::with_keyword(tx, call.viewer(), id))
    for (auto const& keyword : filter->keywords)
      if (keyword.id == id) return answer(entities::write_filter_keyword, keyword);
  throw not_found();
}

Reply change_keyword(Call const& call, Tx& tx) {
  auto draft = read_keyword_draft(call.params);
  draft.id = call.id_at<FilterKeywordId>("id");
  return answer(entities::write_filter_keyword, actions::change_filter_keyword(call.app, tx, call.viewer(), draft));
}

Reply remove_keyword(Call const& call, Tx& tx) {
  actions::remove_filter_keyword(call.app, tx, call.viewer(), call.id_at<FilterKeywordId>("id"));
  return nothing();
}

Reply statuses(Call const& call, Tx& tx) {
  return answer(entities::write_filter_status, filter_at(call, tx, "filter_id").statuses);
}

Reply add_status(Call const& call, Tx& tx) {
  auto const filter = filter_at(call, tx, "filter_id");
  auto const status = parse_id<StatusId>(call.params.text("status_id").value_or(""));
  if (!status) throw not_found();
  return answer(entities::write_filter_status,
                actions::add_filter_status(call.app, tx, call.viewer(), filter.id, *status));
}

Reply show_status(Call const& call, Tx& tx) {
  auto const id = call.id_at<FilterStatusId>("id");
  if (auto const filter = store::filters::with_status(tx, call.viewer(), id))
    for (auto const& status : filter->statuses)
      if (status.id == id) return answer(entities::write_filter_status, status);
  throw not_found();
}

Reply remove_status(Call const& call, Tx& tx) {
  actions::remove_filter_status(call.app, tx, call.viewer(), call.id_at<FilterStatusId>("id"));
  return nothing();
}

}  // namespace

void add_filters(access::Routes& on) {
  constexpr auto reads = "read:filters", writes = "write:filters";
  on.get("/api/v2/filters", index, {.needs = reads});
  on.post("/api/v2/filters", create, {.needs = writes});
  on.get("/api/v2/filters/:id", show, {.needs = reads});
  on.put("/api/v2/filters/:id", change, {.needs = writes});
  on.patch("/api/v2/filters/:id", change, {.needs = writes});
  on.del("/api/v2/filters/:id", remove, {.needs = writes});
  on.get("/api/v2/filters/:filter_id/keywords", keywords, {.needs = reads});
  on.post("/api/v2/filters/:filter_id/keywords", add_keyword, {.needs = writes});
  on.get("/api/v2/filters/:filter_id/statuses", statuses, {.needs = reads});
  on.post("/api/v2/filters/:filter_id/statuses", add_status, {.needs = writes});
  on.get("/api/v2/filters/keywords/:id", show_keyword, {.needs = reads});
  on.put("/api/v2/filters/keywords/:id", change_keyword, {.needs = writes});
  on.patch("/api/v2/filters/keywords/:id", change_keyword, {.needs = writes});
  on.del("/api/v2/filters/keywords/:id", remove_keyword, {.needs = writes});
  on.get("/api/v2/filters/statuses/:id", show_status, {.needs = reads});
  on.del("/api/v2/filters/statuses/:id", remove_status, {.needs = writes});
}

}  // namespace dunlin::api::mastodon
