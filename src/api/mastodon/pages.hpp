#pragma once
#include <cstdint>
#include <string>

#include "dunlin/access/call.hpp"
#include "dunlin/domain/window.hpp"
#include "dunlin/platform/http/params.hpp"

// The one place that knows how lists are cut into pages (behaviours.md, "Pagination").
namespace dunlin::api::mastodon {

/// How many rows a list gives when nobody asks, and at most.
struct PageSize {
  int standard;
  int most;
};
inline constexpr PageSize statuses_page{20, 40};  // timelines, favourites, bookmarks, conversations
inline constexpr PageSize accounts_page{40, 80};  // account-type lists
inline constexpr PageSize notifications_page{40, 80};

/// `limit` of a request: clamped silently, absolute value of negatives. At least 1.
int read_limit(http::Params const& params, PageSize size);

/// max_id, since_id, min_id and limit of a request. Refuses cursors that are no numbers.
Window read_window(http::Params const& params, PageSize size);

/// What the links of a page are made from. Cursors are ids of the joining rows, not of what is shown.
struct PageEnds {
  std::int64_t newest = 0;  // of the first row; 0 for an empty page: no links then
  std::int64_t oldest = 0;  // of the last row
  bool full = true;         // as many rows as asked for
};
/// The ends of a list of rows, newest first, given the cursor of each.
template <class Rows, class Cursor>
PageEnds ends_of(Rows const& rows, Window const& window, Cursor cursor) {
  if (rows.empty()) return {};
  return {cursor(rows.front()), cursor(rows.back()), static_cast<int>(rows.size()) >= window.limit};
}

/// How a list links to its neighbours.
enum class PageLinks {
  timeline,  // statuses and notifications: next and prev on every page that has rows, prev by min_id
  rows,      // bookmarks, favourites, conversations: next only when the page is full, prev by min_id
  accounts,  // account-type lists: next only when the page is full, prev by since_id
};

/// The value of the Link header, empty for none. Other query parameters are kept, tokens are not.
std::string link_header(access::Call const& call, PageEnds ends, PageLinks links);

/// The same for a list that is paged by counting: next when the page is full, prev when there is a page before. Full
/// means that as many rows were found as asked for.
std::string offset_link_header(access::Call const& call, int limit, int offset, bool full);

/// A JSON list with its Link header.
access::Reply page(access::Call const& call, std::string body, PageEnds ends, PageLinks links);

}  // namespace dunlin::api::mastodon
