#include "dunlin/federation/vocabulary/quotes.hpp"

#include "context.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/urls.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::string_view context =
    R"("@context":["https://www.w3.org/ns/activitystreams",{)"
    R"("QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization",)"
    R"("QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest","gts":"https://gotosocial.org/ns#",)"
    R"("interactingObject":{"@id":"gts:interactingObject","@type":"@id"},)"
    R"("interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}])";

void write_stamp_members(JsonWriter& json, Stamp const& stamp) {
  json.member("id", stamp.id);
  json.member("type", "QuoteAuthorization");
  json.member("attributedTo", stamp.author);
  json.member("interactingObject", stamp.quoting);
  json.member("interactionTarget", stamp.quoted);
}

void write_request_members(JsonWriter& json, QuoteRequest const& request) {
  json.member("id", request.id);
  json.member("type", "QuoteRequest");
  json.member("actor", request.actor);
  json.member("object", request.quoted);
}

}  // namespace

std::optional<Stamp> read_stamp(Node const& document) {
  Stamp stamp{std::string(document.id()), std::string(document["attributedTo"].reference()),
              std::string(document["interactingObject"].reference()),
              std::string(document["interactionTarget"].reference())};
  if (!document.has_type("QuoteAuthorization") || !same_host(stamp.id, stamp.author)) return std::nullopt;
  return stamp;
}

std::string write_stamp(Stamp const& stamp) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(context);
    write_stamp_members(json, stamp);
  });
  return json.take();
}

std::string write_stamp_removal(Stamp const& stamp) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(context);
    json.member("id", stamp.id + "#delete");
    json.member("type", "Delete");
    json.member("actor", stamp.author);
    json.array_member("to", [&] { json.value(public_address); });
    json.object_member("object", [&] { write_stamp_members(json, stamp); });
  });
  return json.take();
}

std::string write_quote_request(QuoteRequest const& request, std::string_view note) {
  JsonWriter json(note.size() + 1024);
  json.object([&] {
    json.raw_members(note_context);
    write_request_members(json, request);
    json.key("instrument");
    json.raw(note);
  });
  return json.take();
}

std::string write_quote_answer(std::string_view type, std::string_view id, std::string_view actor,
                               QuoteRequest const& request, std::string_view stamp) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(context);
    json.member("id", id);
    json.member("type", type);
    json.member("actor", actor);
    json.array_member("to", [&] { json.value(request.actor); });
    json.object_member("object", [&] {
      write_request_members(json, request);
      json.member("instrument", request.instrument);
    });
    if (!stamp.empty()) json.member("result", stamp);
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
