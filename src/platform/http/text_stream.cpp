#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "open_channel.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// A body without an end: it ends with the connection (RFC 9112, section 6.3).
class TextStream final : public OpenChannel {
 public:
  TextStream(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket)
      : OpenChannel(std::move(state)), socket_(std::move(socket)) {}

  void start() { read(); }
  void close(std::uint16_t) override { cut(); }
  void cut() override {
    error_code ignored;
    socket_.close(ignored);
    end();
  }

 private:
  /// Nothing more is to be said; only the end is waited for.
  void read() {
    socket_.async_read_some(asio::buffer(ignored_), [this, keep = self()](error_code failed, std::size_t) {
      if (failed) return end();
      read();
    });
  }

  void write(std::string const& text) override {
    asio::async_write(socket_, asio::buffer(text),
                      [this, keep = self()](error_code failed, std::size_t) { written(bool(failed)); });
  }

  asio::ip::tcp::socket socket_;
  std::array<char, 64> ignored_{};
};

}  // namespace

void open_text_stream(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket, std::string head,
                      ChannelOpener const& opener) {
  auto const stream = std::make_shared<TextStream>(std::move(state), std::move(socket));
  stream->send(std::make_shared<std::string const>(std::move(head)));
  opener(stream);
  stream->start();
}

}  // namespace dunlin::http
