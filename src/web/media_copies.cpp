// Copies of files of other servers. Only somebody who is signed in makes us ask those servers; anybody else gets what
// is here already, or is sent where the file is.
#include <optional>
#include <utility>

#include "dunlin/actions/remote_media.hpp"
#include "dunlin/media/remote_address.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "pages.hpp"
#include "stored_file.hpp"
#include "visitor.hpp"

namespace dunlin::web {
namespace {

namespace remote_files = store::remote_files;

bool is_small(Call const& call) {
  auto const& size = call.at("size");
  if (size != "small" && size != "original") throw not_found();
  return size == "small";
}

Reply passed_on(actions::Fetched fetched) {
  Reply reply;
  reply.type = media::type_of_extension(fetched.extension);
  reply.body = std::move(fetched.bytes);
  reply.with("Cache-Control", "private, max-age=86400");
  return reply;
}

/// What its server gives us; nothing when it does not.
awaitable<std::optional<Reply>> fetched(Call const& call, std::string const& domain,
                                        actions::CopySource const& source) {
  auto& app = call.app;
  try {
    if (app.config.remote_media == "cache") {
      if (auto key = co_await actions::keep_copy(app, domain, source))
        co_return co_await stored_file(call, *std::move(key));
    } else if (auto file = co_await actions::fetch_copy(app, domain, source)) {
      co_return passed_on(*std::move(file));
    }
  } catch (http::ClientError const&) {  // the browser may have more luck
  }
  co_return std::nullopt;
}

awaitable<Reply> copy(Call const& call) {
  auto& app = call.app;
  bool const small = is_small(call);
  auto const id = call.id_at<MediaId>("id");
  auto const& digest = call.at("digest");
  if (auto key = co_await actions::find_copy(app, digest)) co_return co_await stored_file(call, *std::move(key));

  bool signed_in = false;
  auto const origin = co_await app.db.read([&](db::Tx& tx) {
    signed_in = with_user(call, tx).user.has_value();
    return remote_files::find_origin(tx, id);
  });
  auto const source = origin ? actions::copy_source(*origin, small) : std::nullopt;
  // Whoever guesses ids learns nothing: the digest stands in what its readers are shown.
  if (!source || source->digest() != digest) throw not_found();
  if (signed_in && app.config.remote_media != "off")
    if (auto reply = co_await fetched(call, origin->domain, *source)) co_return *std::move(reply);
  co_return redirect(source->address);
}

/// Of an avatar, a header, an emoji, the picture of a link: what it is stands in the address, under our seal.
awaitable<Reply> sealed_copy(Call const& call) {
  auto& app = call.app;
  auto const address = media::read_shown_address(app, call.at("seal"), call.at("address"));
  if (!address) throw not_found();
  actions::CopySource const source{address->url};
  if (auto key = co_await actions::find_copy(app, source.digest()))
    co_return co_await stored_file(call, *std::move(key));
  if (app.config.remote_media != "off") {
    bool const signed_in = co_await app.db.read([&](db::Tx& tx) { return with_user(call, tx).user.has_value(); });
    if (signed_in)
      if (auto reply = co_await fetched(call, address->domain, source)) co_return *std::move(reply);
  }
  co_return redirect(source.address);
}

}  // namespace

void add_media_copies(access::Routes& on) {
  on.get(std::string(media::copies_below) + "/:id/:size/:digest", copy, {.who = access::Who::nobody});
  on.get(std::string(media::copies_below) + "/:seal/:address", sealed_copy, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
