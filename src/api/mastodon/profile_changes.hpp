#pragma once
#include "dunlin/actions/profile.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/platform/http/params.hpp"

namespace dunlin::api::mastodon {

/// What a form changes of one's own profile, whatever encoding it came in. New pictures are kept already.
awaitable<actions::ProfileChange> read_profile_change(App& app, http::Params const& params);

}  // namespace dunlin::api::mastodon
