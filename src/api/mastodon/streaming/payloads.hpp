#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/timelines/live.hpp"
#include "socket.hpp"

namespace dunlin::api::mastodon {

/// Who is to hear of an event, in which shape.
struct Target {
  enum class Shape {
    own,           // as it stands in the viewer's timelines
    open,          // as anybody sees it, and what the viewer's filters find
    list,          // as `own`, if the list `id` shows it
    notification,  // `id` is one of the viewer's
    talk,          // the thread of direct posts that ends with the status
    announcement,  // `id` is one
    reaction,      // to the announcement `id`
    ready,         // the payload is there already
  };
  Shape shape = Shape::own;
  AccountId viewer;
  std::int64_t id = 0;
  std::vector<Place> places = {};
  std::shared_ptr<std::string const> payload = nullptr;  // null: not for this viewer
};

/// Fills in the payloads: for each shape a fixed number of queries, and for each viewer what memory lacks.
void render(App& app, db::Tx& tx, timelines::LiveEvent const& event, std::span<Target> targets);

/// One finished frame and where it goes.
struct Delivery {
  std::weak_ptr<Socket> socket;
  std::shared_ptr<std::string const> text;
};
/// Puts payloads into the frames of the places; the same payload on the same stream is framed once.
void frame(std::string_view event, std::span<Target const> targets, std::vector<Delivery>& to);

}  // namespace dunlin::api::mastodon
