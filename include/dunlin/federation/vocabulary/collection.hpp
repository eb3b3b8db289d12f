#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::federation::vocabulary {

/// The head of an OrderedCollection: its count, and where its pages begin and end. Hidden lists have no pages.
struct CollectionHead {
  std::string id;
  std::int64_t total = 0;
  std::string first, last;  // empty for none
};
std::string write_collection(CollectionHead const&);

/// One page; items are finished JSON values.
struct CollectionPage {
  std::string id;
  std::string part_of;
  std::string next, prev;  // empty for none
  std::optional<std::int64_t> total;
  std::vector<std::string> items;
};
std::string write_page(CollectionPage const&);
/// A whole short collection at once; "OrderedCollection" or "Collection".
std::string write_whole_collection(std::string_view type, std::string const& id, std::span<std::string const> items);
/// A collection of posts with its first page embedded; `next` is the address of the second, empty for none.
std::string write_replies(std::string const& id, std::span<std::string const> items, std::string const& next);

/// A string as a JSON value.
std::string quoted(std::string_view text);

}  // namespace dunlin::federation::vocabulary
