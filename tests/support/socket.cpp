#include "support/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace dunlin::testing {
namespace {

constexpr int patience_ms = 5000;

}  // namespace

Socket::Socket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  int const on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket::~Socket() {
  ::close(descriptor_);
}

void Socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;  // the other side has closed; what it said is read by the test
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool Socket::fill() {
  pollfd wait{descriptor_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) != 1) return false;
  char chunk[65536];
  auto const count = ::recv(descriptor_, chunk, sizeof chunk, 0);
  if (count <= 0) return false;
  buffer_.append(chunk, static_cast<std::size_t>(count));
  return true;
}

std::string Socket::read_until(std::string_view text) {
  auto at = buffer_.find(text);
  while (at == std::string::npos && fill()) at = buffer_.find(text);
  auto const end = at == std::string::npos ? buffer_.size() : at + text.size();
  auto found = buffer_.substr(0, end);
  buffer_.erase(0, end);
  return found;
}

std::string Socket::read_answer(bool with_body) {
  auto answer = read_until("\r\n\r\n");
  auto const at = answer.find("Content-Length: ");
  if (at == std::string::npos || !with_body) return answer;
  auto const length = std::strtoul(answer.c_str() + at + 16, nullptr, 10);
  while (buffer_.size() < length && fill()) continue;
  answer += buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

std::string Socket::read_all() {
  while (fill()) continue;
  return std::move(buffer_);
}

bool Socket::closed() {
  pollfd wait{descriptor_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) != 1) return false;
  char byte;
  return ::recv(descriptor_, &byte, 1, MSG_PEEK) <= 0;
}

void Socket::close_sending() {
  ::shutdown(descriptor_, SHUT_WR);
}

void Socket::reset() {
  linger const at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(descriptor_, -1));
}

void Socket::copy_to(Socket& other) {
  while (fill()) {
    other.send(buffer_);
    buffer_.clear();
  }
  other.close_sending();
}

Listener::Listener() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(descriptor_, generic, size) != 0 || ::listen(descriptor_, 16) != 0 ||
      ::getsockname(descriptor_, generic, &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
}

Listener::~Listener() {
  ::close(descriptor_);
}

Socket Listener::accept() {
  pollfd wait{descriptor_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) != 1) throw std::runtime_error("nobody connected");
  return Socket(Socket::Accepted{::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC)});
}

bool Listener::nobody_comes() {
  pollfd wait{descriptor_, POLLIN, 0};
  return ::poll(&wait, 1, 50) == 0;
}

}  // namespace dunlin::testing
