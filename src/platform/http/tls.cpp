#include "tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <stdexcept>

#include "network.hpp"

namespace dunlin::http {
namespace {

constexpr std::size_t most_sessions = 2048;  // about 6 KiB each with the peer's chain

/// The name a connection's sessions are kept under, owned by the SSL object itself.
int key_index() {
  static int const index = SSL_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* key, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<std::string*>(key); });
  return index;
}

/// OpenSSL writes to a socket with write(), and a server that hangs up would end our process by SIGPIPE.
int send_without_signal(BIO* bio, char const* bytes, int count) {
  auto const sent =
      ::send(static_cast<int>(BIO_get_fd(bio, nullptr)), bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL);
  BIO_clear_retry_flags(bio);
  if (sent <= 0 && BIO_sock_should_retry(static_cast<int>(sent))) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

BIO_METHOD* socket_method() {
  static auto* const method = [] {
    auto const* const plain = BIO_s_socket();
    auto* const ours = BIO_meth_new(BIO_TYPE_SOCKET, "socket without SIGPIPE");
    if (!ours) throw std::bad_alloc();
    BIO_meth_set_create(ours, BIO_meth_get_create(plain));
    BIO_meth_set_destroy(ours, BIO_meth_get_destroy(plain));
    BIO_meth_set_ctrl(ours, BIO_meth_get_ctrl(plain));
    BIO_meth_set_read(ours, BIO_meth_get_read(plain));
    BIO_meth_set_write(ours, send_without_signal);
    return ours;
  }();
  return method;
}

/// The system's certificates. From a hashed directory OpenSSL reads the one it needs; the bundle of all of them
/// costs 30 ms and 3 MiB at the start, so it is read only where there is no such directory.
bool trust_system(SSL_CTX* context) {
  auto const* const named = std::getenv(X509_get_default_cert_dir_env());
  std::error_code unreadable;
  std::filesystem::directory_iterator const files(named ? named : X509_get_default_cert_dir(), unreadable);
  auto const is_hashed = [](auto const& file) { return file.path().extension() == ".0"; };
  auto const hashed = !unreadable && std::any_of(begin(files), end(files), is_hashed);
  return hashed ? SSL_CTX_set_default_verify_dir(context) == 1 : SSL_CTX_set_default_verify_paths(context) == 1;
}

bool attach(SSL* ssl, int descriptor) {
  auto* const bio = BIO_new(socket_method());
  if (!bio) return false;
  BIO_set_fd(bio, descriptor, BIO_NOCLOSE);
  SSL_set_bio(ssl, bio, bio);
  return true;
}

}  // namespace

void SslFree::operator()(SSL* ssl) const {
  // Otherwise OpenSSL takes the connection for a broken one and marks its session as not to be resumed.
  SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl);
}
void SslFree::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}
void SslFree::operator()(SSL_SESSION* session) const {
  SSL_SESSION_free(session);
}

TlsContext::TlsContext(std::string const& certificate_file) : context_(SSL_CTX_new(TLS_client_method())) {
  auto* const context = context_.get();
  if (!context) throw std::runtime_error("cannot make a TLS context");
  auto const loaded = certificate_file.empty() ? trust_system(context)
                                               : SSL_CTX_load_verify_file(context, certificate_file.c_str()) == 1;
  if (!loaded) throw std::runtime_error("cannot read the certificates in '" + certificate_file + "'");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_set_app_data(context, this);
  SSL_CTX_sess_set_new_cb(context, keep_session);
}

SslPointer TlsContext::open(std::string const& host, std::uint16_t port, int descriptor) {
  SslPointer ssl(SSL_new(context_.get()));
  if (!ssl || !attach(ssl.get(), descriptor)) throw std::runtime_error("cannot make a TLS connection");
  auto key = std::make_unique<std::string>(host + ":" + std::to_string(port));
  if (auto const known = sessions_.find(*key); known != sessions_.end())
    SSL_set_session(ssl.get(), known->second.get());
  if (SSL_set_ex_data(ssl.get(), key_index(), key.get()) == 1) {
    [[maybe_unused]] auto* const is_freed_with_the_session = key.release();
  }

  SSL_set_hostflags(ssl.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  bool named = false;
  if (parse_ip(host))
    named = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), host.c_str()) == 1;
  else
    named = SSL_set1_host(ssl.get(), host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl.get(), host.c_str()) == 1;
  if (!named) throw std::runtime_error("cannot name the host of a TLS connection");
  SSL_set_connect_state(ssl.get());
  return ssl;
}

int TlsContext::keep_session(SSL* ssl, SSL_SESSION* session) {
  auto* const self = static_cast<TlsContext*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  auto const* const key = static_cast<std::string const*>(SSL_get_ex_data(ssl, key_index()));
  if (!key) return 0;
  if (self->sessions_.size() >= most_sessions && !self->sessions_.contains(*key))
    self->sessions_.erase(self->sessions_.begin());
  self->sessions_[*key].reset(session);
  return 1;  // the reference is ours now
}

std::string tls_problem(SSL const* ssl) {
  if (auto const verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK)
    return X509_verify_cert_error_string(verdict);
  auto const code = ERR_peek_last_error();
  auto const* const reason = code ? ERR_reason_error_string(code) : nullptr;
  return reason ? reason : "the connection was closed";
}

}  // namespace dunlin::http
