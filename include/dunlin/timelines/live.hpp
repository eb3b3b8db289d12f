#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/status.hpp"

namespace dunlin::redis {
class Redis;
}

namespace dunlin::timelines {

/// Something that open screens want to know at once. What is committed is told, never what may still be undone; and
/// nothing depends on its being heard: every list shows it anyway.
struct LiveEvent {
  enum class Kind {
    status,                // `status` is new
    edit,                  // it was changed
    removal,               // it is gone
    notification,          // `ids` are notifications of the `readers`, one each
    talk,                  // `status` is new in a thread of direct posts of the `readers`
    merged,                // what was kept back from the `readers` is among their notifications now
    announcement,          // `ids` has its id
    reaction,              // somebody took an announcement in this way: its id, and `text` is the emoji
    announcement_removal,  // `ids` has its id
  };
  Kind kind = Kind::status;
  StatusId status = {};
  std::vector<AccountId> readers = {};  // in whose home feed the status is, or was
  std::vector<std::int64_t> ids = {};
  std::string text = {};

  // Of a status, or one that is gone: which public streams show it.
  bool is_public = false;  // any
  bool is_answer = false;  // to somebody else: then only those of hashtags
  bool is_local = false;
  bool has_media = false;
  AccountId author = {};
  std::vector<std::string> tags = {};  // normalised

  /// What goes from process to process.
  std::string to_text() const;
  /// Nothing for what is none.
  static std::optional<LiveEvent> from_text(std::string_view text);
};

/// An event of this status for these readers, with all that public streams ask about it and its author.
LiveEvent event_of(LiveEvent::Kind kind, Status const& status, Account const& author, std::vector<AccountId> readers);

/// Carries live events from where they happen to who listens, in this process and, through Redis, in all others.
/// While Redis is away, only in this one.
class Live {
 public:
  explicit Live(redis::Redis& redis);
  ~Live();
  /// From here on the listener hears what happens anywhere, on the io thread of the executor.
  void start(boost::asio::any_io_executor executor, std::function<void(LiveEvent const&)> listener);
  void stop();
  /// After the commit of what it tells. Any thread.
  void publish(LiveEvent event);

 private:
  struct Ears;
  redis::Redis& redis_;
  std::string const channel_, process_;
  std::shared_ptr<Ears> const ears_;
};

}  // namespace dunlin::timelines
