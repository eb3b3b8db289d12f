#include "filter_drafts.hpp"

#include <algorithm>

#include "dunlin/base/refusal.hpp"

namespace dunlin::api::mastodon {
namespace {

unsigned read_contexts(http::Params const& params) {
  unsigned contexts = 0;
  for (auto const& text : params.texts("context")) {
    auto const* const known =
        std::ranges::find(filter_contexts, std::string_view(text), [](auto const& context) { return context.first; });
    if (known == filter_contexts.end()) throw invalid("None or invalid context supplied");
    contexts |= known->second;
  }
  return contexts;
}

}  // namespace

actions::FilterDraft read_filter_frame(http::Params const& params) {
  actions::FilterDraft draft;
  if (params.has("context")) draft.contexts = read_contexts(params);
  if (params.has("expires_in")) {
    draft.lasts.emplace();
    if (!params["expires_in"].blank()) {
      auto const seconds = params.integer("expires_in");
      constexpr std::int64_t most = 100LL * 365 * 24 * 3600;
      if (!seconds) throw invalid("Expires in is not a number");
      *draft.lasts = std::chrono::seconds(std::clamp<std::int64_t>(*seconds, 0, most));
    }
  }
  return draft;
}

actions::KeywordDraft read_keyword_draft(http::Params const& params, std::string_view name) {
  return {.id = {}, .keyword = params.text(name), .whole_word = params.flag("whole_word")};
}

}  // namespace dunlin::api::mastodon
