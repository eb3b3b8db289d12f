// The activities we send (contract, sections 7 and 8). Every one has an id of its own, and answers embed what
// they answer: some servers know a Follow only by its whole text.
#include "context.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"

namespace dunlin::federation::vocabulary {
namespace {

std::string write_with_note(std::string_view type, std::string const& id, Timestamp when, Urls const& urls,
                            NoteSource const& source) {
  auto const addressing = addressing_of(source);
  auto const note = write_note(urls, source, false);
  JsonWriter json(note.size() + 1536);
  json.object([&] {
    json.raw_members(note_context);
    json.member("id", id);
    json.member("type", type);
    json.member("actor", source.author.uri);
    json.member("published", when);
    json.texts_member("to", addressing.to);
    json.texts_member("cc", addressing.cc);
    json.key("object");
    json.raw(note);
  });
  return json.take();
}

std::string milliseconds(Timestamp when) {
  return std::to_string(when.time_since_epoch().count());
}

void write_deed_members(JsonWriter& json, Deed const& deed) {
  json.member("id", deed.uri);
  json.member("type", deed.type);
  json.member("actor", deed.actor);
  json.member("object", deed.object);
}

}  // namespace

std::string write_create(Urls const& urls, NoteSource const& source) {
  return write_with_note("Create", source.status.uri + "/activity", source.status.created_at, urls, source);
}

std::string write_update(Urls const& urls, NoteSource const& source, std::optional<Timestamp> said) {
  auto const when = said.value_or(source.status.edited_at.value_or(source.status.created_at));
  return write_with_note("Update", source.status.uri + "#updates/" + milliseconds(when), when, urls, source);
}

std::string write_delete(Urls const&, Account const& author, Status const& status) {
  JsonWriter json;
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", status.uri + "#delete");
    json.member("type", "Delete");
    json.member("actor", author.uri);
    json.array_member("to", [&] { json.value(public_address); });
    json.object_member("object", [&] {
      json.member("id", status.uri);
      json.member("type", "Tombstone");
    });
  });
  return json.take();
}

std::string write_vote(WrittenVote const& vote) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", vote.uri + "/activity");
    json.member("type", "Create");
    json.member("actor", vote.voter);
    json.member("published", vote.when);
    json.array_member("to", [&] { json.value(vote.author); });
    json.object_member("object", [&] {
      json.member("id", vote.uri);
      json.member("type", "Note");
      json.member("name", vote.option);
      json.member("attributedTo", vote.voter);
      json.array_member("to", [&] { json.value(vote.author); });
      json.member("inReplyTo", vote.question);
      json.member("published", vote.when);
    });
  });
  return json.take();
}

std::string write_tombstone(std::string_view uri) {
  JsonWriter json;
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", uri);
    json.member("type", "Tombstone");
  });
  return json.take();
}

std::string write_announce(Boost const& boost, bool with_context) {
  auto const followers = followers_of(boost.booster);
  JsonWriter json(768);
  json.object([&] {
    if (with_context) json.raw_members(plain_context);
    json.member("id", boost.uri);
    json.member("type", "Announce");
    json.member("actor", boost.booster.uri);
    json.member("published", boost.when);
    json.array_member("to", [&] { json.value(boost.visibility == Visibility::public_ ? public_address : followers); });
    json.array_member("cc", [&] {
      if (boost.visibility == Visibility::public_) json.value(followers);
      if (boost.visibility == Visibility::unlisted) json.value(public_address);
      json.value(boost.author_uri);
    });
    json.member("object", boost.original.uri);
  });
  return json.take();
}

std::string write_undo_announce(Boost const& boost) {
  auto const inner = write_announce(boost, false);
  JsonWriter json(inner.size() + 512);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", boost.uri + "#undo");
    json.member("type", "Undo");
    json.member("actor", boost.booster.uri);
    json.array_member("to", [&] { json.value(public_address); });
    json.key("object");
    json.raw(inner);
  });
  return json.take();
}

std::string write_deed(Deed const& deed) {
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(plain_context);
    write_deed_members(json, deed);
  });
  return json.take();
}

std::string write_undo(Deed const& deed) {
  JsonWriter json(768);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", deed.uri + (deed.uri.contains('#') ? "/undo" : "#undo"));
    json.member("type", "Undo");
    json.member("actor", deed.actor);
    json.object_member("object", [&] { write_deed_members(json, deed); });
  });
  return json.take();
}

std::string write_answer(std::string_view type, std::string const& uri, std::string const& actor, Deed const& follow) {
  JsonWriter json(768);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", uri);
    json.member("type", type);
    json.member("actor", actor);
    json.object_member("object", [&] { write_deed_members(json, follow); });
  });
  return json.take();
}

std::string write_update_actor(Urls const&, Account const& account, std::string const& actor_document, Timestamp when) {
  JsonWriter json(actor_document.size() + 512);
  json.object([&] {
    json.raw_members(actor_context);
    json.member("id", account.uri + "#updates/" + milliseconds(when));
    json.member("type", "Update");
    json.member("actor", account.uri);
    json.array_member("to", [&] { json.value(public_address); });
    json.key("object");
    json.raw(actor_document);
  });
  return json.take();
}

std::string write_delete_actor(Account const& account) {
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", account.uri + "#delete");
    json.member("type", "Delete");
    json.member("actor", account.uri);
    json.array_member("to", [&] { json.value(public_address); });
    json.member("object", account.uri);
  });
  return json.take();
}

std::string write_move(Account const& account, std::string_view target, Timestamp when) {
  JsonWriter json(768);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", account.uri + "#moves/" + milliseconds(when));
    json.member("type", "Move");
    json.member("actor", account.uri);
    json.array_member("to", [&] { json.value(followers_of(account)); });
    json.member("object", account.uri);
    json.member("target", target);
  });
  return json.take();
}

std::string write_pin(std::string_view type, Account const& account, Status const& status) {
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", status.uri + (type == "Add" ? "#pin" : "#unpin"));
    json.member("type", type);
    json.member("actor", account.uri);
    json.member("object", status.uri);
    json.member("target", featured_of(account));
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
