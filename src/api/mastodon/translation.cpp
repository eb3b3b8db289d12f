// Statuses in the reader's language.
#include "dunlin/actions/translation.hpp"

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;

void write_poll(JsonWriter& json, actions::Translation const& translation) {
  json.key("poll");
  if (!translation.poll) return json.value(nullptr);
  json.object([&] {
    json.member("id", translation.poll);
    json.array_member("options", [&] {
      for (auto const& option : translation.options) json.object([&] { json.member("title", option); });
    });
  });
}

awaitable<Reply> translate(Call const& call) {
  auto const translation = co_await actions::translate(call.app, call.viewer(), call.id_at<StatusId>("id"),
                                                       call.params.text("lang").value_or(""));
  JsonWriter json(1024);
  json.object([&] {
    json.member("content", translation.content.text());
    json.member("spoiler_text", translation.spoiler_text);
    json.member("language", translation.to);
    write_poll(json, translation);
    json.array_member("media_attachments", [&] {
      for (auto const& [id, description] : translation.descriptions)
        json.object([&] {
          json.member("id", id);
          json.member("description", description);
        });
    });
    json.member("detected_source_language", translation.from);
    json.member("provider", "LibreTranslate");
  });
  co_return access::json(json.take());
}

awaitable<Reply> languages(Call const& call) {
  auto const known = co_await actions::translation_languages(call.app);
  JsonWriter json;
  json.object([&] {
    for (auto const& [from, all] : known) {
      json.key(from);
      json.array([&] {
        for (auto const& to : all) json.value(to);
      });
    }
  });
  co_return access::json(json.take());
}

}  // namespace

void add_translation(access::Routes& on) {
  on.post("/api/v1/statuses/:id/translate", translate, {.needs = "read:statuses"});
  on.get("/api/v1/instance/translation_languages", languages, {.who = access::Who::nobody});
}

}  // namespace dunlin::api::mastodon
