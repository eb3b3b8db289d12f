#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::test {
namespace pictures {

inline std::string big(std::uint64_t number, int bytes) {
  std::string text;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift & 0xFF);
  return text;
}
inline std::string little(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> i * 8 & 0xFF);
  return text;
}

}  // namespace pictures

// Files whose headers say what they are; nothing of them could be shown.

inline std::string png(int width, int height) {
  return "\x89PNG\r\n\x1A\n" + pictures::big(13, 4) + "IHDR" + pictures::big(width, 4) + pictures::big(height, 4) +
         pictures::big(0x08020000, 4) + std::string(64, '\0');
}

namespace pictures {

inline std::string png_part(std::string const& named) {
  std::uint32_t check = 0xFFFFFFFF;
  for (unsigned char const byte : named) {
    check ^= byte;
    for (int bit = 0; bit < 8; ++bit) check = (check & 1) ? 0xEDB88320 ^ (check >> 1) : check >> 1;
  }
  return big(named.size() - 4, 4) + named + big(check ^ 0xFFFFFFFF, 4);
}

/// zlib's format without compressing.
inline std::string stored(std::string_view data) {
  std::uint32_t a = 1, b = 0;
  for (unsigned char const byte : data) b = (b + (a = (a + byte) % 65521)) % 65521;
  std::string text = "\x78\x01";
  do {
    auto const part = data.substr(0, 65535);
    data.remove_prefix(part.size());
    text += std::string(1, data.empty() ? 1 : 0) + little(part.size(), 2) + little(~part.size(), 2) + std::string(part);
  } while (!data.empty());
  return text + big(b, 2) + big(a, 2);
}

}  // namespace pictures

/// One that can be shown: red grows to the right, green downwards.
inline std::string drawn_png(int width, int height) {
  std::string rows;
  for (int y = 0; y < height; ++y) {
    rows += '\0';
    for (int x = 0; x < width; ++x)
      rows += {static_cast<char>(x * 255 / width), static_cast<char>(y * 255 / height), '\x40'};
  }
  return "\x89PNG\r\n\x1A\n" +
         pictures::png_part("IHDR" + pictures::big(width, 4) + pictures::big(height, 4) + pictures::big(0x08020000, 4) +
                            std::string(1, '\0')) +
         pictures::png_part("IDAT" + pictures::stored(rows)) + pictures::png_part("IEND");
}

inline std::string gif(int width, int height) {
  return "GIF89a" + pictures::little(width, 2) + pictures::little(height, 2) + std::string(32, '\0');
}

inline std::string jpeg(int width, int height, int orientation = 1) {
  auto const tiff = "II*" + std::string(1, '\0') + pictures::little(8, 4) + pictures::little(1, 2) +
                    pictures::little(0x0112, 2) + pictures::little(3, 2) + pictures::little(1, 4) +
                    pictures::little(orientation, 2) + pictures::little(0, 6);
  auto const exif = "Exif" + std::string(2, '\0') + tiff;
  return "\xFF\xD8\xFF\xE1" + pictures::big(static_cast<int>(exif.size()) + 2, 2) + exif + "\xFF\xC0" +
         pictures::big(17, 2) + "\x08" + pictures::big(height, 2) + pictures::big(width, 2) + std::string(16, '\0');
}

inline std::string webp(int width, int height) {
  return "RIFF" + pictures::little(100, 4) + "WEBPVP8X" + pictures::little(10, 4) + pictures::little(0, 4) +
         pictures::little(width - 1, 3) + pictures::little(height - 1, 3) + std::string(32, '\0');
}

inline std::string mp4() {
  return pictures::big(24, 4) + "ftypisom" + std::string(64, '\0');
}

inline std::string wav() {
  return "RIFF" + pictures::little(100, 4) + "WAVEfmt " + std::string(64, '\0');
}

/// A form with one file, and its other fields as they stand in the body ("name=value&…").
struct Form {
  std::string type;  // the Content-Type
  std::string body;
};
inline Form form_with(std::string_view field, std::string_view file, std::string_view others = {}) {
  std::string const boundary = "a-boundary";
  Form form{"multipart/form-data; boundary=" + boundary, {}};
  while (!others.empty()) {
    auto const pair = others.substr(0, others.find('&'));
    others.remove_prefix(std::min(pair.size() + 1, others.size()));
    auto const equals = pair.find('=');
    form.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + std::string(pair.substr(0, equals)) +
                 "\"\r\n\r\n" + std::string(pair.substr(equals + 1)) + "\r\n";
  }
  form.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + std::string(field) +
               "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" + std::string(file) + "\r\n--" + boundary +
               "--\r\n";
  return form;
}

}  // namespace dunlin::test
