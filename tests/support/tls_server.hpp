#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "support/socket.hpp"

namespace dunlin::testing {

/// A loopback HTTPS server with a certificate made for this run, which answers every request alike.
class TlsServer {
 public:
  /// `names` is the certificate's subjectAltName, such as "DNS:localhost,IP:127.0.0.1".
  explicit TlsServer(std::string const& names, std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  ~TlsServer();

  std::uint16_t port() const { return listener_.port(); }
  /// A PEM file to trust it by, removed with the server.
  std::string const& certificate_file() const { return file_; }
  int handshakes() const { return handshakes_; }
  int resumed() const { return resumed_; }
  /// Closes each connection after one answer.
  void close_after_answer(bool yes) { close_after_answer_ = yes; }

 private:
  struct Context;
  void serve(Socket socket);

  std::string const answer_;
  std::string file_;
  std::shared_ptr<Context> context_;
  Listener listener_;
  std::atomic<bool> stopping_ = false, close_after_answer_ = false;
  std::atomic<int> handshakes_ = 0, resumed_ = 0;
  std::thread thread_;
};

}  // namespace dunlin::testing
