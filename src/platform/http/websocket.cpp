#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <utility>

#include "open_channel.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::size_t most_message_bytes = 16 * 1024;
constexpr auto handshake_patience = std::chrono::seconds(10);
/// Half of it without a word from the client brings a ping, all of it the end.
constexpr auto silence = std::chrono::seconds(60);

/// Beast's WebSocket, without compression: that would double what an idle one costs.
class WebSocket final : public OpenChannel {
 public:
  WebSocket(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket)
      : OpenChannel(std::move(state)), stream_(std::move(socket)) {}

  void accept(std::string const& key, std::vector<std::pair<std::string, std::string>> headers,
              std::string const& arrived, ChannelOpener opener) {
    stream_.set_option(websocket::stream_base::timeout{
        .handshake_timeout = handshake_patience, .idle_timeout = silence, .keep_alive_pings = true});
    stream_.set_option(
        websocket::stream_base::decorator([headers = std::move(headers)](websocket::response_type& response) {
          for (auto const& [name, value] : headers) response.set(name, value);
        }));
    stream_.read_message_max(most_message_bytes);
    // Beast reads the request again, with whatever came after it.
    auto const request =
        "GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
        key + "\r\n\r\n" + arrived;
    auto const opened = [this, keep = self(), opener = std::move(opener)](error_code failed) {
      if (failed) return end();
      stream_.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
      stream_.text(true);
      opener(keep);
      read();
    };
    stream_.async_accept(asio::buffer(request), opened);
  }

  void close(std::uint16_t code) override {
    if (!is_open() || std::exchange(closing_, true)) return;
    stream_.async_close(websocket::close_reason(code), [this, keep = self()](error_code) { cut(); });
  }

  void cut() override {
    error_code ignored;
    beast::get_lowest_layer(stream_).close(ignored);
    end();
  }

 private:
  void read() {
    stream_.async_read(incoming_, [this, keep = self()](error_code failed, std::size_t) {
      if (failed) return end();
      if (!stream_.got_text()) {
        close(unsupported_data);
      } else if (on_text) {
        auto const data = incoming_.cdata();
        // A copy: what it says may end this channel, and the function with it.
        auto const hear = on_text;
        hear({static_cast<char const*>(data.data()), data.size()});
      }
      incoming_.clear();
      incoming_.shrink_to_fit();
      read();
    });
  }

  void write(std::string const& text) override {
    stream_.async_write(asio::buffer(text),
                        [this, keep = self()](error_code failed, std::size_t) { written(bool(failed)); });
  }

  websocket::stream<asio::ip::tcp::socket, false> stream_;
  beast::flat_buffer incoming_{most_message_bytes};
  bool closing_ = false;
};

}  // namespace

void open_websocket(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket, std::string const& key,
                    std::vector<std::pair<std::string, std::string>> headers, std::string const& arrived,
                    ChannelOpener opener) {
  std::make_shared<WebSocket>(std::move(state), std::move(socket))
      ->accept(key, std::move(headers), arrived, std::move(opener));
}

}  // namespace dunlin::http
