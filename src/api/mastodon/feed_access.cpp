#include "feed_access.hpp"

#include "dunlin/base/refusal.hpp"
#include "dunlin/store/feed_access.hpp"

namespace dunlin::api::mastodon {
namespace {

using store::FeedAccess;
using store::timelines::Origin;

constexpr std::int64_t administrator = 1, view_feeds = 1 << 20;  // role bits

Origin asked_for(http::Params const& params) {
  if (params.flag("local").value_or(false)) return Origin::local;
  return params.flag("remote").value_or(false) ? Origin::remote : Origin::any;
}

bool is_open_to(access::Call const& call, FeedAccess feed) {
  if (feed == FeedAccess::disabled) return (call.token->permissions & (administrator | view_feeds)) != 0;
  return true;
}

}  // namespace

std::optional<Origin> open_origin(access::Call const& call, db::Tx& tx, Feed feed) {
  auto const all = store::feed_accesses(call.app.records, tx);
  auto const local = feed == Feed::live ? all.local_live : all.local_topic;
  auto const remote = feed == Feed::live ? all.remote_live : all.remote_topic;
  auto const origin = asked_for(call.params);
  bool const open = (origin == Origin::remote || local == FeedAccess::public_) &&
                    (origin == Origin::local || remote == FeedAccess::public_);
  if (open) return origin;
  if (!call.viewer())
    throw Refusal{call.token ? Refusal::Kind::invalid : Refusal::Kind::unauthenticated,
                  "This method requires an authenticated user"};
  bool const sees_local = origin != Origin::remote && is_open_to(call, local);
  bool const sees_remote = origin != Origin::local && is_open_to(call, remote);
  if (sees_local && sees_remote) return Origin::any;
  if (sees_local) return Origin::local;
  if (sees_remote) return Origin::remote;
  return std::nullopt;
}

}  // namespace dunlin::api::mastodon
