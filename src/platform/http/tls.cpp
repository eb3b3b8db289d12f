#include "tls.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

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
  auto const loaded = certificate_file.empty() ? SSL_CTX_set_default_verify_paths(context)
                                               : SSL_CTX_load_verify_file(context, certificate_file.c_str());
  if (loaded != 1) throw std::runtime_error("cannot read the certificates in '" + certificate_file + "'");
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
  if (!ssl || SSL_set_fd(ssl.get(), descriptor) != 1) throw std::runtime_error("cannot make a TLS connection");
  auto key = std::make_unique<std::string>(host + ":" + std::to_string(port));
  if (auto const known = sessions_.find(*key); known != sessions_.end())
    SSL_set_session(ssl.get(), known->second.get());
  if (SSL_set_ex_data(ssl.get(), key_index(), key.get()) == 1) static_cast<void>(key.release());

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
