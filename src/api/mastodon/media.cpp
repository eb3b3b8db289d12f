// Files for statuses to come: uploaded, described, discarded.
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/actions/process_media.hpp"
#include "dunlin/store/media.hpp"
#include "entities/media.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

double read_number(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::isfinite(number) ? number : 0;
}

/// "0.5,-0.25"; what is no number is the centre.
std::optional<std::pair<double, double>> read_focus(std::string_view text) {
  auto const comma = text.find(',');
  if (comma == text.npos) return std::nullopt;
  auto second = text.substr(comma + 1);
  second.remove_prefix(std::min(second.find_first_not_of(' '), second.size()));
  return std::pair(read_number(text.substr(0, comma)), read_number(second));
}

actions::MediaWords read_words(http::Params const& params) {
  actions::MediaWords words;
  if (params.has("description")) words.description = params.text("description").value_or("");
  if (auto const focus = params.text("focus")) words.focus = read_focus(*focus);
  if (auto const* const file = params["thumbnail"].file()) words.thumbnail = file->bytes;
  words.keep_camera = params.flag("keep_camera").value_or(false);
  return words;
}

awaitable<Media> keep(Call const& call) {
  auto const* const file = call.params["file"].file();
  if (!file) throw invalid("File can't be blank");
  return actions::upload(call.app, call.viewer(), file->bytes, read_words(call.params));
}

/// 206 tells clients to come again.
int progress_of(Media const& media) {
  return media.state == MediaState::waiting ? 206 : 200;
}

awaitable<Reply> create(Call const& call) {
  auto const media = co_await keep(call);
  co_return access::json(entities::media_attachment(media), media.state == MediaState::waiting ? 202 : 200);
}

/// The first version of the API knows no waiting.
awaitable<Reply> create_ready(Call const& call) {
  auto const media = co_await actions::wait_until_ready(call.app, co_await keep(call));
  co_return access::json(entities::media_attachment(media), progress_of(media));
}

Reply show(Call const& call, Tx& tx) {
  auto const upload = store::media::find_own(tx, call.viewer(), call.id_at<MediaId>("id"));
  if (!upload || upload->attached) throw not_found();
  if (upload->media.state == MediaState::failed) throw invalid("Error processing thumbnail for uploaded media");
  return access::json(entities::media_attachment(upload->media), progress_of(upload->media));
}

awaitable<Reply> change(Call const& call) {
  auto const id = call.id_at<MediaId>("id");
  auto const media = co_await actions::describe_upload(call.app, call.viewer(), id, read_words(call.params));
  co_return access::json(entities::media_attachment(media), progress_of(media));
}

Reply remove(Call const& call, Tx& tx) {
  actions::discard_upload(tx, call.viewer(), call.id_at<MediaId>("id"));
  return access::json("{}");
}

}  // namespace

void add_media(access::Routes& on) {
  access::Rules const uploads{
      .needs = "write:media", .family = access::Family::media, .most_bytes = access::largest_upload};
  on.post("/api/v1/media", create_ready, uploads);
  on.post("/api/v2/media", create, uploads);
  on.get("/api/v1/media/:id", show, {.needs = "write:media"});
  access::Rules const changes{.needs = "write:media", .most_bytes = access::largest_upload};
  on.put("/api/v1/media/:id", change, changes);
  on.patch("/api/v1/media/:id", change, changes);
  on.del("/api/v1/media/:id", remove, {.needs = "write:media"});
}

}  // namespace dunlin::api::mastodon
