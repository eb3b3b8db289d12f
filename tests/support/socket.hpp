#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::testing {

/// A blocking TCP connection to a loopback port, for saying exactly what a well-behaved client would not.
class Socket {
 public:
  explicit Socket(std::uint16_t port);
  ~Socket();
  Socket(Socket const&) = delete;
  Socket& operator=(Socket const&) = delete;

  void send(std::string_view bytes);
  /// Reads until the text appears (returns all up to and with it), the other side closes, or five seconds pass.
  std::string read_until(std::string_view text);
  /// One HTTP answer with its body of Content-Length bytes.
  std::string read_answer(bool with_body = true);
  /// All until the other side closes.
  std::string read_all();
  /// Whether the other side has closed (or reset) within five seconds.
  bool closed();
  void close_sending();

 private:
  bool fill();
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace dunlin::testing
