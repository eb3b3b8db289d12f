#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>

#include "dunlin/platform/crypto/crypto.hpp"
#include "openssl.hpp"

namespace dunlin::crypto {

P256Pair generate_p256() {
  constexpr int scalar_bytes = 32;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (!key) throw_openssl("making a P-256 key");

  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) throw_openssl("reading a P-256 key");
  std::unique_ptr<BIGNUM, decltype(&BN_clear_free)> const owned(number, BN_clear_free);
  std::string scalar(scalar_bytes, '\0');
  if (BN_bn2binpad(number, bytes_of(scalar), scalar_bytes) != scalar_bytes) throw_openssl("reading a P-256 key");

  // 0x04, x, y (SEC 1, section 2.3.3).
  std::string point(65, '\0');
  std::size_t length = 0;
  if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(point), point.size(), &length) != 1)
    throw_openssl("reading a P-256 key");
  point.resize(length);
  return {Secret(scalar), point};
}

}  // namespace dunlin::crypto
