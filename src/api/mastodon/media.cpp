// Files for statuses to come: uploaded, described, discarded.
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/media.hpp"
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
  return words;
}

awaitable<Reply> create(Call const& call) {
  auto const* const file = call.params["file"].file();
  if (!file) throw invalid("File can't be blank");
  auto const media = co_await actions::upload(call.app, call.viewer(), file->bytes, read_words(call.params));
  co_return access::json(entities::media_attachment(media));
}

Reply show(Call const& call, Tx& tx) {
  auto const upload = store::media::find_own(tx, call.viewer(), call.id_at<MediaId>("id"));
  if (!upload || upload->attached) throw not_found();
  return access::json(entities::media_attachment(upload->media));
}

Reply change(Call const& call, Tx& tx) {
  auto const id = call.id_at<MediaId>("id");
  return access::json(
      entities::media_attachment(actions::describe_upload(tx, call.viewer(), id, read_words(call.params))));
}

Reply remove(Call const& call, Tx& tx) {
  actions::discard_upload(tx, call.viewer(), call.id_at<MediaId>("id"));
  return access::json("{}");
}

}  // namespace

void add_media(access::Routes& on) {
  access::Rules const uploads{
      .needs = "write:media", .family = access::Family::media, .most_bytes = access::largest_upload};
  on.post("/api/v1/media", create, uploads);
  on.post("/api/v2/media", create, uploads);
  on.get("/api/v1/media/:id", show, {.needs = "write:media"});
  on.put("/api/v1/media/:id", change, {.needs = "write:media"});
  on.patch("/api/v1/media/:id", change, {.needs = "write:media"});
  on.del("/api/v1/media/:id", remove, {.needs = "write:media"});
}

}  // namespace dunlin::api::mastodon
