#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace dunlin::http {

/// An answer that goes on: a WebSocket (RFC 6455), or a stream of text such as server-sent events. Belongs to the io
/// thread of its server. Whoever holds on to one keeps its memory, not its connection.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Sends one message, or more of the text. Who leaves too much of it unread is cut off.
  virtual void send(std::shared_ptr<std::string const> text) = 0;
  /// Ends it; a WebSocket says why (RFC 6455, section 7.4.1).
  virtual void close(std::uint16_t code) = 0;
  virtual bool is_open() const = 0;

  /// What the other side says: one message of a WebSocket.
  std::function<void(std::string_view text)> on_text;
  /// The connection is gone, whoever ended it. Called once; both functions are dropped then.
  std::function<void()> on_close;
};

/// Codes to close with.
inline constexpr std::uint16_t going_away = 1001, unsupported_data = 1003, policy_violation = 1008;

/// Takes the channel over once it is open. It must set what it wants to hear before it returns.
using ChannelOpener = std::function<void(std::shared_ptr<Channel>)>;

}  // namespace dunlin::http
