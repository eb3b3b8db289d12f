#include "dunlin/federation/vocabulary/collection.hpp"

#include "context.hpp"
#include "dunlin/base/json_writer.hpp"

namespace dunlin::federation::vocabulary {
namespace {

void write_items(JsonWriter& json, std::string_view name, std::span<std::string const> items) {
  json.array_member(name, [&] {
    for (auto const& item : items) json.raw(item);
  });
}

}  // namespace

std::string quoted(std::string_view text) {
  JsonWriter json(text.size() + 8);
  json.value(text);
  return json.take();
}

std::string write_collection(CollectionHead const& head) {
  JsonWriter json(512);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", head.id);
    json.member("type", "OrderedCollection");
    json.member("totalItems", head.total);
    if (!head.first.empty()) json.member("first", head.first);
    if (!head.last.empty()) json.member("last", head.last);
  });
  return json.take();
}

std::string write_page(CollectionPage const& page) {
  JsonWriter json(4096);
  json.object([&] {
    // Pages hold whole Notes too, so their terms have to be explained.
    json.raw_members(note_context);
    json.member("id", page.id);
    json.member("type", "OrderedCollectionPage");
    json.member("partOf", page.part_of);
    if (page.total) json.member("totalItems", *page.total);
    if (!page.next.empty()) json.member("next", page.next);
    if (!page.prev.empty()) json.member("prev", page.prev);
    write_items(json, "orderedItems", page.items);
  });
  return json.take();
}

std::string write_whole_collection(std::string_view type, std::string const& id, std::span<std::string const> items) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(note_context);
    json.member("id", id);
    json.member("type", type);
    json.member("totalItems", items.size());
    write_items(json, type == "Collection" ? "items" : "orderedItems", items);
  });
  return json.take();
}

std::string write_replies(std::string const& id, std::span<std::string const> items, std::string const& next) {
  JsonWriter json(1024);
  json.object([&] {
    json.raw_members(plain_context);
    json.member("id", id);
    json.member("type", "Collection");
    json.object_member("first", [&] {
      json.member("id", id + "?page=1");
      json.member("type", "CollectionPage");
      json.member("partOf", id);
      if (!next.empty()) json.member("next", next);
      write_items(json, "items", items);
    });
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
