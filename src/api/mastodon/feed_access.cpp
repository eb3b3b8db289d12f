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

bool is_open_to(access::Token const& token, FeedAccess feed) {
  return feed != FeedAccess::disabled || (token.permissions & (administrator | view_feeds)) != 0;
}

struct Access {
  FeedAccess local, remote;
};
Access access_of(App& app, db::Tx& tx, Feed feed) {
  auto const all = store::feed_accesses(app.records, tx);
  if (feed == Feed::live) return {all.local_live, all.remote_live};
  return {all.local_topic, all.remote_topic};
}

std::optional<Origin> open_to_user(Access access, access::Token const& token, Origin asked) {
  bool const sees_local = asked != Origin::remote && is_open_to(token, access.local);
  bool const sees_remote = asked != Origin::local && is_open_to(token, access.remote);
  if (sees_local && sees_remote) return Origin::any;
  if (sees_local) return Origin::local;
  if (sees_remote) return Origin::remote;
  return std::nullopt;
}

}  // namespace

std::optional<Origin> open_origin(access::Call const& call, db::Tx& tx, Feed feed) {
  auto const access = access_of(call.app, tx, feed);
  auto const asked = asked_for(call.params);
  bool const open = (asked == Origin::remote || access.local == FeedAccess::public_) &&
                    (asked == Origin::local || access.remote == FeedAccess::public_);
  if (open) return asked;
  if (!call.viewer())
    throw Refusal{call.token ? Refusal::Kind::invalid : Refusal::Kind::unauthenticated,
                  "This method requires an authenticated user"};
  return open_to_user(access, *call.token, asked);
}

std::optional<Origin> open_origin(App& app, db::Tx& tx, access::Token const& token, Feed feed, Origin asked) {
  return open_to_user(access_of(app, tx, feed), token, asked);
}

}  // namespace dunlin::api::mastodon
