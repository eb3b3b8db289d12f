#pragma once
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <unordered_map>

namespace dunlin::http {

struct SslFree {
  void operator()(SSL* ssl) const;
  void operator()(SSL_CTX* context) const;
  void operator()(SSL_SESSION* session) const;
};
using SslPointer = std::unique_ptr<SSL, SslFree>;

/// What all outgoing TLS connections share: trusted certificates, and the last session of each host, so that
/// coming back costs half of a full handshake.
class TlsContext {
 public:
  /// The system's certificates, or those of one PEM file; throws std::runtime_error when it cannot be read.
  explicit TlsContext(std::string const& certificate_file);
  /// A client side that verifies the certificate for this name or address and remembers its session.
  SslPointer open(std::string const& host, std::uint16_t port, int descriptor);

 private:
  static int keep_session(SSL* ssl, SSL_SESSION* session);

  std::unique_ptr<SSL_CTX, SslFree> context_;
  std::unordered_map<std::string, std::unique_ptr<SSL_SESSION, SslFree>> sessions_;
};

/// Why the last operation on it failed, in OpenSSL's words; a rejected certificate says what is wrong with it.
std::string tls_problem(SSL const* ssl);

}  // namespace dunlin::http
