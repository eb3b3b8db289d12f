// Filters as the first API has them: each keyword is one.
#include <string>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/filters.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/filters.hpp"
#include "entities/filter.hpp"
#include "filter_drafts.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

Reply deprecated(std::string body) {
  return access::json(std::move(body)).with("Deprecation", "@1668384000");  // since Mastodon 4.0
}

/// The keyword of this id.
Reply answer(Filter const& filter, FilterKeywordId id) {
  JsonWriter json;
  for (auto const& keyword : filter.keywords)
    if (keyword.id == id) entities::write_v1_filter(json, filter, keyword);
  return deprecated(json.take());
}

actions::FilterDraft read_draft(http::Params const& params) {
  auto draft = read_filter_frame(params);
  draft.title = params.text("phrase");
  if (auto const irreversible = params.flag("irreversible"))
    draft.action = *irreversible ? FilterAction::hide : FilterAction::warn;
  return draft;
}

Reply index(Call const& call, Tx& tx) {
  JsonWriter json;
  json.array([&] {
    for (auto const& filter : store::filters::of_account(tx, call.viewer()))
      for (auto const& keyword : filter.keywords) entities::write_v1_filter(json, filter, keyword);
  });
  return deprecated(json.take());
}

Reply show(Call const& call, Tx& tx) {
  auto const id = call.id_at<FilterKeywordId>("id");
  auto const filter = store::filters::with_keyword(tx, call.viewer(), id);
  if (!filter) throw not_found();
  return answer(*filter, id);
}

Reply create(Call const& call, Tx& tx) {
  auto draft = read_draft(call.params);
  draft.keywords.push_back(read_keyword_draft(call.params, "phrase"));
  auto const filter = actions::create_filter(call.app, tx, call.viewer(), draft);
  return answer(filter, filter.keywords.at(0).id);
}

Reply change(Call const& call, Tx& tx) {
  auto keyword = read_keyword_draft(call.params, "phrase");
  keyword.id = call.id_at<FilterKeywordId>("id");
  return answer(actions::change_v1_filter(call.app, tx, call.viewer(), read_draft(call.params), keyword), keyword.id);
}

Reply remove(Call const& call, Tx& tx) {
  actions::remove_v1_filter(call.app, tx, call.viewer(), call.id_at<FilterKeywordId>("id"));
  return deprecated("{}");
}

}  // namespace

void add_v1_filters(access::Routes& on) {
  constexpr auto reads = "read:filters", writes = "write:filters";
  on.get("/api/v1/filters", index, {.needs = reads});
  on.post("/api/v1/filters", create, {.needs = writes});
  on.get("/api/v1/filters/:id", show, {.needs = reads});
  on.put("/api/v1/filters/:id", change, {.needs = writes});
  on.patch("/api/v1/filters/:id", change, {.needs = writes});
  on.del("/api/v1/filters/:id", remove, {.needs = writes});
}

}  // namespace dunlin::api::mastodon
