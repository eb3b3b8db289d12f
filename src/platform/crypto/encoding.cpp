#include <array>
#include <cstdint>

#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::crypto {
namespace {

constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet, bool pad) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto const at = [&](std::size_t j) -> std::uint32_t {
      return j < bytes.size() ? static_cast<unsigned char>(bytes[j]) : 0;
    };
    auto const group = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    auto const left = bytes.size() - i;
    text += alphabet[group >> 18];
    text += alphabet[group >> 12 & 63];
    if (left > 1) text += alphabet[group >> 6 & 63];
    if (left > 2) text += alphabet[group & 63];
    if (pad && left < 3) text.append(3 - left, '=');
  }
  return text;
}

constexpr std::array<std::int8_t, 256> inverse(std::string_view alphabet) {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return table;
}

/// Text without its padding. Bits that no byte takes must be zero, so that each value has one spelling.
std::optional<std::string> decode(std::string_view text, std::array<std::int8_t, 256> const& table) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (unsigned char const c : text) {
    if (table[c] < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(table[c]);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held);
    bits &= (1U << held) - 1;
  }
  if (bits != 0) return std::nullopt;
  return bytes;
}

std::string_view without_padding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string base64(std::string_view bytes) {
  return encode(bytes, standard_alphabet, true);
}

std::string base64url(std::string_view bytes) {
  return encode(bytes, url_alphabet, false);
}

std::optional<std::string> from_base64(std::string_view text) {
  static constexpr auto table = inverse(standard_alphabet);
  if (text.size() % 4 != 0) return std::nullopt;
  return decode(without_padding(text), table);
}

std::optional<std::string> from_base64url(std::string_view text) {
  static constexpr auto table = inverse(url_alphabet);
  if (text.ends_with('=') && text.size() % 4 != 0) return std::nullopt;
  return decode(without_padding(text), table);
}

std::string hex(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (unsigned char const byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace dunlin::crypto
