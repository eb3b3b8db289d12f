#include "openssl.hpp"

#include <fmt/core.h>
#include <openssl/err.h>

#include <array>
#include <stdexcept>

namespace dunlin::crypto {

void throw_openssl(char const* doing) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
  ERR_clear_error();
  throw std::runtime_error(fmt::format("{} failed: {}", doing, text.data()));
}

void forget_openssl_errors() {
  ERR_clear_error();
}

}  // namespace dunlin::crypto
