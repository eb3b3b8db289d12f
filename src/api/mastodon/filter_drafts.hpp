#pragma once
#include "dunlin/actions/filters.hpp"
#include "dunlin/platform/http/params.hpp"

namespace dunlin::api::mastodon {

/// Contexts and expiry, which both generations of the API say alike. Refuses (invalid) a context that there is not.
actions::FilterDraft read_filter_frame(http::Params const& params);
/// `keyword` and `whole_word`, under the names given.
actions::KeywordDraft read_keyword_draft(http::Params const& params, std::string_view name = "keyword");

}  // namespace dunlin::api::mastodon
