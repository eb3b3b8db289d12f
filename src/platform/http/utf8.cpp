#include "utf8.hpp"

#include <cstdint>
#include <cstring>

namespace dunlin::http {
namespace {

struct Sequence {
  std::size_t length = 0;                 // 0: not the start of a character
  unsigned char low = 0x80, high = 0xBF;  // bounds of the second byte
};

Sequence sequence_of(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return {2};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {3};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {4};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

}  // namespace

bool valid_utf8(std::string_view bytes) {
  auto const size = bytes.size();
  for (std::size_t at = 0; at < size;) {
    if (size - at >= 8) {  // eight ASCII bytes at a time
      std::uint64_t word;
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & 0x8080808080808080ULL) == 0) {
        at += sizeof word;
        continue;
      }
    }
    auto const lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    auto const sequence = sequence_of(lead);
    if (sequence.length == 0 || size - at < sequence.length) return false;
    auto const second = static_cast<unsigned char>(bytes[at + 1]);
    if (second < sequence.low || second > sequence.high) return false;
    for (std::size_t next = 2; next < sequence.length; ++next)
      if ((static_cast<unsigned char>(bytes[at + next]) & 0xC0) != 0x80) return false;
    at += sequence.length;
  }
  return true;
}

bool acceptable_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && valid_utf8(bytes);
}

}  // namespace dunlin::http
