#include "support/tls_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace dunlin::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

/// Self-signed, for a day.
Certificate make_certificate(EVP_PKEY* key, std::string const& names) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
  X509_set_pubkey(certificate.get(), key);
  auto* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

std::string write_pem(X509* certificate) {
  char name[] = "/tmp/dunlin-test-certificate-XXXXXX";
  auto const descriptor = ::mkstemp(name);
  if (descriptor < 0) throw std::runtime_error("cannot write a certificate");
  auto* const file = ::fdopen(descriptor, "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  return name;
}

}  // namespace

struct TlsServer::Context {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> ssl{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
};

TlsServer::TlsServer(std::string const& names, std::string answer)
    : answer_(std::move(answer)), context_(std::make_shared<Context>()) {
  Key const key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  auto const certificate = make_certificate(key.get(), names);
  file_ = write_pem(certificate.get());
  SSL_CTX_use_certificate(context_->ssl.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context_->ssl.get(), key.get());
  thread_ = std::thread([this] {
    while (!stopping_)
      if (!listener_.nobody_comes()) serve(listener_.accept());
  });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  thread_.join();
  ::unlink(file_.c_str());
}

void TlsServer::serve(Socket socket) {
  std::unique_ptr<SSL, decltype(&SSL_free)> const ssl(SSL_new(context_->ssl.get()), SSL_free);
  SSL_set_fd(ssl.get(), socket.descriptor());
  if (SSL_accept(ssl.get()) != 1) return;
  ++handshakes_;
  if (SSL_session_reused(ssl.get())) ++resumed_;
  std::string request;
  while (!stopping_) {
    pollfd wait{socket.descriptor(), POLLIN, 0};
    if (SSL_pending(ssl.get()) == 0 && ::poll(&wait, 1, 50) == 0) continue;
    char bytes[4096];
    auto const count = SSL_read(ssl.get(), bytes, sizeof bytes);
    if (count <= 0) return;
    request.append(bytes, static_cast<std::size_t>(count));
    if (!request.contains("\r\n\r\n")) continue;
    request.clear();
    SSL_write(ssl.get(), answer_.data(), static_cast<int>(answer_.size()));
    if (close_after_answer_) {
      SSL_shutdown(ssl.get());
      return;
    }
  }
}

}  // namespace dunlin::testing
