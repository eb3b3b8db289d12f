#include "dunlin/timelines/live.hpp"

#include <atomic>
#include <boost/asio/post.hpp>
#include <optional>
#include <utility>

#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/redis/redis.hpp"

namespace dunlin::timelines {
namespace {

constexpr std::size_t most_message_bytes = 4 * 1024 * 1024;
constexpr int last_kind = static_cast<int>(LiveEvent::Kind::announcement_removal);

LiveEvent read(Json const& json) {
  auto const kind = json.value("kind", -1);
  if (kind < 0 || kind > last_kind) throw std::invalid_argument("unknown kind");
  LiveEvent event{.kind = static_cast<LiveEvent::Kind>(kind),
                  .status = StatusId{json.value("status", std::int64_t{0})}};
  for (auto const& reader : json.at("readers")) event.readers.push_back(AccountId{reader.get<std::int64_t>()});
  event.ids = json.at("ids").get<std::vector<std::int64_t>>();
  event.text = json.value("text", "");
  event.is_public = json.value("public", false);
  event.is_answer = json.value("answer", false);
  event.is_local = json.value("local", false);
  event.has_media = json.value("media", false);
  event.author = AccountId{json.value("author", std::int64_t{0})};
  event.tags = json.at("tags").get<std::vector<std::string>>();
  return event;
}

}  // namespace

std::string LiveEvent::to_text() const {
  JsonWriter json(256 + readers.size() * 20);
  json.object([&] {
    json.member("kind", static_cast<int>(kind));
    json.member("status", status.value);
    json.array_member("readers", [&] {
      for (auto const reader : readers) json.value(reader.value);
    });
    json.array_member("ids", [&] {
      for (auto const id : ids) json.value(id);
    });
    json.member("text", text);
    json.member("public", is_public);
    json.member("answer", is_answer);
    json.member("local", is_local);
    json.member("media", has_media);
    json.member("author", author.value);
    json.array_member("tags", [&] {
      for (auto const& tag : tags) json.value(tag);
    });
  });
  return json.take();
}

std::optional<LiveEvent> LiveEvent::from_text(std::string_view text) {
  if (text.size() > most_message_bytes) return std::nullopt;
  try {
    return read(parse_json(text));
  } catch (std::exception const&) {
    return std::nullopt;  // of another version, perhaps
  }
}

LiveEvent event_of(LiveEvent::Kind kind, Status const& status, Account const& author, std::vector<AccountId> readers) {
  LiveEvent event{.kind = kind, .status = status.id, .readers = std::move(readers)};
  event.is_public =
      status.visibility == Visibility::public_ && !status.boost_of && !author.silenced_at && !author.is_suspended();
  event.is_answer =
      (status.in_reply_to || !status.in_reply_to_uri.empty()) && status.in_reply_to_account != status.author;
  event.is_local = status.local;
  event.has_media = !status.media.empty();
  event.author = status.author;
  for (auto const& tag : status.tags) event.tags.push_back(tag.name);
  return event;
}

/// What callbacks hold on to: they may come once more while all else goes away.
struct Live::Ears {
  std::function<void(LiveEvent const&)> listener;  // io thread
  boost::asio::any_io_executor executor;
  std::atomic<bool> listening = false;

  void hear(LiveEvent const& event) const {
    if (listening) listener(event);
  }
};

Live::Live(redis::Redis& redis)
    : redis_(redis), channel_(redis.key("live")), process_(crypto::random_token(9)), ears_(std::make_shared<Ears>()) {}

Live::~Live() = default;

void Live::start(boost::asio::any_io_executor executor, std::function<void(LiveEvent const&)> listener) {
  ears_->executor = std::move(executor);
  ears_->listener = std::move(listener);
  ears_->listening = true;
  redis_.subscribe(channel_, [ears = ears_, own = process_ + "\n"](std::string_view message) {
    if (message.starts_with(own)) return;
    if (auto const event = LiveEvent::from_text(message.substr(std::min(message.find('\n'), message.size()))))
      ears->hear(*event);
  });
}

void Live::stop() {
  ears_->listening = false;
}

void Live::publish(LiveEvent event) {
  redis_.publish(channel_, process_ + "\n" + event.to_text());
  if (!ears_->listening) return;
  boost::asio::post(ears_->executor, [ears = ears_, event = std::move(event)] { ears->hear(event); });
}

}  // namespace dunlin::timelines
