#include "dunlin/access/routes.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

/// Nobody asks for donations through this server; clients take 204 for that.
access::Reply show(access::Call const&, db::Tx&) {
  access::Reply reply;
  reply.status = 204;
  return reply;
}

}  // namespace

void add_donation_campaigns(access::Routes& on) {
  on.get("/api/v1/donation_campaigns", show);
}

}  // namespace dunlin::api::mastodon
