#pragma once
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "dunlin/platform/http/channel.hpp"

namespace dunlin::http {

struct ServerState;

/// What both kinds of channel share: one message is written after the other, and what waits is bounded.
class OpenChannel : public Channel, public std::enable_shared_from_this<OpenChannel> {
 public:
  explicit OpenChannel(std::shared_ptr<ServerState> state);
  ~OpenChannel() override;

  void send(std::shared_ptr<std::string const> text) final;
  bool is_open() const final { return !ended_; }
  /// Breaks the connection off without a word.
  virtual void cut() = 0;

 protected:
  /// Begins to write one message; written() follows.
  virtual void write(std::string const& text) = 0;
  void written(bool failed);
  /// The connection is gone.
  void end();
  std::shared_ptr<OpenChannel> self() { return shared_from_this(); }

 private:
  std::shared_ptr<ServerState> const state_;
  std::vector<std::shared_ptr<std::string const>> waiting_;  // the first is being written
  std::size_t waiting_bytes_ = 0;
  bool ended_ = false;
  std::size_t place_;  // in state_->channels
};

/// Makes a WebSocket of the connection: answers the handshake that brought `key`, with these headers beside its own.
/// `arrived` is what came after the request.
void open_websocket(std::shared_ptr<ServerState> state, boost::asio::ip::tcp::socket socket, std::string const& key,
                    std::vector<std::pair<std::string, std::string>> headers, std::string const& arrived,
                    ChannelOpener opener);
/// Makes a stream of text of it that begins with `head`.
void open_text_stream(std::shared_ptr<ServerState> state, boost::asio::ip::tcp::socket socket, std::string head,
                      ChannelOpener const& opener);

}  // namespace dunlin::http
