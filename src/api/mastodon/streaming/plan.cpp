#include "plan.hpp"

#include <algorithm>

#include "subscription.hpp"

namespace dunlin::api::mastodon {
namespace {

using timelines::LiveEvent;
using Kind = LiveEvent::Kind;
using Shape = Target::Shape;
using Listeners = std::vector<Topics::Listener>;

/// The public streams that show it.
std::vector<std::string> public_topics(LiveEvent const& event) {
  std::vector<std::string> topics;
  if (!event.is_public) return topics;
  std::string const origin = event.is_local ? ":local" : ":remote";
  if (!event.is_answer || event.kind == Kind::removal) {
    for (auto const& name : {std::string("public"), "public" + origin}) {
      topics.push_back(name);
      if (event.has_media || event.kind == Kind::removal) topics.push_back(name + ":media");
    }
  }
  for (auto const& tag : event.tags) {
    topics.push_back("hashtag#" + tag);
    topics.push_back("hashtag" + origin + "#" + tag);
  }
  return topics;
}

std::optional<ListId> id_in(std::string_view list_topic) {
  return parse_id<ListId>(list_topic.substr(list_topic.find(':') + 1));
}

/// Those whose token opens this part of the stream.
Listeners opened_by(bool (*opens)(access::Token const&), Listeners listeners) {
  std::erase_if(listeners, [&](Topics::Listener const& listener) {
    auto const socket = listener.place.socket.lock();
    return !socket || !opens(socket->token);
  });
  return listeners;
}

class Plan {
 public:
  explicit Plan(Topics const& topics) : topics_(topics) {}

  /// One target for all the streams of a viewer that show it in the same shape.
  void add(Shape shape, Listeners const& listeners, std::int64_t id = 0) {
    for (auto const& listener : listeners) {
      auto& target = target_of(shape, listener.viewer, id);
      target.places.push_back(listener.place);
    }
  }
  void add_for(std::string_view stream, std::span<AccountId const> viewers, Shape shape) {
    for (auto const viewer : viewers)
      add(shape, opened_by(shows_statuses, topics_.of(std::string(stream) + ":" + to_string(viewer))));
  }
  void add_ready(std::string const& topic, std::shared_ptr<std::string const> const& payload) {
    for (auto const& listener : topics_.of(topic)) {
      targets_.push_back({.shape = Shape::ready, .viewer = listener.viewer, .places = {listener.place}});
      targets_.back().payload = payload;
    }
  }
  std::vector<Target> take() { return std::move(targets_); }

 private:
  Target& target_of(Shape shape, AccountId viewer, std::int64_t id) {
    for (auto at = by_viewer_.find(viewer); at != by_viewer_.end() && at->first == viewer; ++at)
      if (auto& target = targets_[at->second]; target.shape == shape && target.id == id) return target;
    by_viewer_.emplace(viewer, targets_.size());
    targets_.push_back({.shape = shape, .viewer = viewer, .id = id});
    return targets_.back();
  }

  Topics const& topics_;
  std::vector<Target> targets_;
  std::unordered_multimap<AccountId, std::size_t> by_viewer_;
};

void plan_status(LiveEvent const& event, Topics const& topics, Plan& plan) {
  plan.add_for("user", event.readers, Shape::own);
  for (auto const& [topic, listeners] : topics.lists())
    if (auto const list = id_in(topic)) plan.add(Shape::list, listeners, list->value);
  for (auto const& topic : public_topics(event)) plan.add(Shape::open, topics.of(topic));
}

void plan_removal(LiveEvent const& event, Topics const& topics, Plan& plan) {
  auto const id = std::make_shared<std::string const>(to_string(event.status));
  for (auto const reader : event.readers) plan.add_ready("user:" + to_string(reader), id);
  // Members of a list are followed by its owner, who is a reader then.
  for (auto const& [topic, listeners] : topics.lists())
    if (std::ranges::find(event.readers, listeners.front().viewer) != event.readers.end()) plan.add_ready(topic, id);
  for (auto const& topic : public_topics(event)) plan.add_ready(topic, id);
}

void plan_notifications(LiveEvent const& event, Topics const& topics, Plan& plan) {
  for (std::size_t i = 0; i < std::min(event.readers.size(), event.ids.size()); ++i) {
    auto const reader = to_string(event.readers[i]);
    plan.add(Shape::notification, opened_by(hears_notifications, topics.of("user:" + reader)), event.ids[i]);
    plan.add(Shape::notification, topics.of("user:notification:" + reader), event.ids[i]);
  }
}

void plan_announcement(LiveEvent const& event, Topics const& topics, Plan& plan) {
  if (event.ids.empty()) return;
  auto const shape = event.kind == Kind::announcement ? Shape::announcement : Shape::reaction;
  auto const id = std::make_shared<std::string const>(std::to_string(event.ids[0]));
  for (auto const& [topic, listeners] : topics.users()) {
    if (event.kind == Kind::announcement_removal)
      plan.add_ready(topic, id);
    else
      plan.add(shape, listeners, event.ids[0]);
  }
}

}  // namespace

Topics::ByTopic Topics::* Topics::place_of(std::string_view topic) {
  if (topic.starts_with("list:")) return &Topics::lists_;
  return topic.starts_with("user:") && !topic.starts_with("user:notification") ? &Topics::users_ : &Topics::others_;
}

void Topics::add(std::string const& topic, Place place, AccountId viewer) {
  (this->*place_of(topic))[topic].push_back({std::move(place), viewer});
}

void Topics::remove(std::string const& topic, Socket const& socket, std::string_view label) {
  auto& topics = this->*place_of(topic);
  auto const at = topics.find(topic);
  if (at == topics.end()) return;
  std::erase_if(at->second, [&](Listener const& listener) {
    return listener.place.socket.lock().get() == &socket && (label.empty() || listener.place.label == label);
  });
  if (at->second.empty()) topics.erase(at);
}

std::vector<Topics::Listener> const& Topics::of(std::string const& topic) const {
  static Listeners const nobody;
  auto const& topics = this->*place_of(topic);
  auto const at = topics.find(topic);
  return at == topics.end() ? nobody : at->second;
}

std::vector<Target> plan(LiveEvent const& event, Topics const& topics) {
  Plan made(topics);
  switch (event.kind) {
    case Kind::status:
    case Kind::edit:
      plan_status(event, topics, made);
      break;
    case Kind::removal:
      plan_removal(event, topics, made);
      break;
    case Kind::notification:
      plan_notifications(event, topics, made);
      break;
    case Kind::talk:
      made.add_for("direct", event.readers, Shape::talk);
      break;
    case Kind::merged:
      for (auto const reader : event.readers)
        for (auto const* stream : {"user:", "user:notification:"})
          made.add_ready(stream + to_string(reader), std::make_shared<std::string const>("1"));
      break;
    case Kind::announcement:
    case Kind::reaction:
    case Kind::announcement_removal:
      plan_announcement(event, topics, made);
  }
  return made.take();
}

std::string_view name_of(LiveEvent const& event) {
  switch (event.kind) {
    case Kind::status:
      return "update";
    case Kind::edit:
      return "status.update";
    case Kind::removal:
      return "delete";
    case Kind::notification:
      return "notification";
    case Kind::talk:
      return "conversation";
    case Kind::merged:
      return "notifications_merged";
    case Kind::announcement:
      return "announcement";
    case Kind::reaction:
      return "announcement.reaction";
    case Kind::announcement_removal:
      return "announcement.delete";
  }
  return {};
}

}  // namespace dunlin::api::mastodon
