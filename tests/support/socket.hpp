#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dunlin::testing {

/// A blocking TCP connection to a loopback port, for saying exactly what a well-behaved client would not.
class Socket {
 public:
  explicit Socket(std::uint16_t port);
  struct Accepted {
    int descriptor;
  };
  explicit Socket(Accepted accepted) : descriptor_(accepted.descriptor) {}
  ~Socket();
  Socket(Socket&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}
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
  /// Closes with a reset instead of an orderly end.
  void reset();
  /// Hands on what arrives until this side closes, then closes the other's sending.
  void copy_to(Socket& other);
  int descriptor() const { return descriptor_; }

 private:
  bool fill();
  int descriptor_ = -1;
  std::string buffer_;
};

/// A listening loopback port whose connections a test answers by hand.
class Listener {
 public:
  Listener();
  ~Listener();
  Listener(Listener const&) = delete;
  Listener& operator=(Listener const&) = delete;
  std::uint16_t port() const { return port_; }
  /// The next connection; throws when none comes within five seconds.
  Socket accept();
  /// Whether nobody connects within a short while.
  bool nobody_comes();

 private:
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace dunlin::testing
