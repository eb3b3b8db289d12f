#include "dunlin/base/time.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace dunlin {
namespace {

using namespace std::chrono;

/// Reads exactly `digits` decimal digits at `at` and moves past them.
std::optional<int> number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  at += digits;
  return value;
}

bool literal(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

std::optional<Timestamp> assemble(int y, int mo, int d, int h, int mi, int s, int ms) {
  year_month_day const date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  // A leap second is read as the second after it.
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return std::nullopt;
  return sys_days{date} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms};
}

/// "Z", "+02:00", "-0200", "+02" or nothing at all (read as UTC); what follows must be the end.
std::optional<minutes> offset(std::string_view text, std::size_t at) {
  if (at == text.size()) return minutes{0};
  if (literal(text, at, "Zz")) return at == text.size() ? std::optional{minutes{0}} : std::nullopt;
  bool const east = text[at] == '+';
  if (!literal(text, at, "+-")) return std::nullopt;
  auto const h = number(text, at, 2);
  if (!h) return std::nullopt;
  literal(text, at, ":");
  auto const m = at == text.size() ? std::optional{0} : number(text, at, 2);
  if (!m || at != text.size() || *h > 23 || *m > 59) return std::nullopt;
  auto const distance = hours{*h} + minutes{*m};
  return east ? distance : -distance;
}

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

void append_digits(std::string& to, int value, int width) {
  char digits[8];
  for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  to.append(digits, static_cast<std::size_t>(width));
}

void append_date(std::string& to, year_month_day const& date) {
  append_digits(to, static_cast<int>(date.year()), 4);
  to += '-';
  append_digits(to, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  to += '-';
  append_digits(to, static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

}  // namespace

void append_iso8601(std::string& to, Timestamp when) {
  auto const midnight = floor<days>(when);
  append_date(to, year_month_day{midnight});
  auto ms = static_cast<int>((when - midnight).count());
  to += 'T';
  append_digits(to, ms / 3'600'000, 2);
  to += ':';
  append_digits(to, ms / 60'000 % 60, 2);
  to += ':';
  append_digits(to, ms / 1000 % 60, 2);
  to += '.';
  append_digits(to, ms % 1000, 3);
  to += 'Z';
}

std::string iso8601(Timestamp when) {
  std::string text;
  text.reserve(24);
  append_iso8601(text, when);
  return text;
}

std::string iso_date(Timestamp when) {
  std::string text;
  append_date(text, year_month_day{floor<days>(when)});
  return text;
}

std::string http_date(Timestamp when) {
  auto const midnight = floor<days>(when);
  year_month_day const date{midnight};
  hh_mm_ss const time{floor<seconds>(when - midnight)};
  std::array<char, 40> text;
  auto const length = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                    weekdays[weekday{midnight}.c_encoding()], static_cast<unsigned>(date.day()),
                                    months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                    static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  std::size_t at = 0;
  auto const y = number(text, at, 4);
  if (!y || !literal(text, at, "-")) return std::nullopt;
  auto const mo = number(text, at, 2);
  if (!mo || !literal(text, at, "-")) return std::nullopt;
  auto const d = number(text, at, 2);
  if (!d) return std::nullopt;
  if (at == text.size()) return assemble(*y, *mo, *d, 0, 0, 0, 0);
  if (!literal(text, at, "Tt ")) return std::nullopt;
  auto const h = number(text, at, 2);
  if (!h || !literal(text, at, ":")) return std::nullopt;
  auto const mi = number(text, at, 2);
  if (!mi) return std::nullopt;
  int s = 0;
  int ms = 0;
  if (literal(text, at, ":")) {
    auto const whole = number(text, at, 2);
    if (!whole) return std::nullopt;
    s = *whole;
    if (literal(text, at, ".,")) {
      int scale = 100;
      auto const first = at;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) ms += (text[at] - '0') * scale;
      if (at == first) return std::nullopt;
    }
  }
  auto const local = assemble(*y, *mo, *d, *h, *mi, s, ms);
  auto const east = offset(text, at);
  if (!local || !east) return std::nullopt;
  return *local - *east;
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  // "Sun, 22 Nov 2026 23:25:24 GMT"
  std::size_t at = 0;
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  at = 5;
  auto const d = number(text, at, 2);
  auto const name = text.substr(8, 3);
  int month = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (name == months[i]) month = static_cast<int>(i) + 1;
  }
  at = 12;
  auto const y = number(text, at, 4);
  at = 17;
  auto const h = number(text, at, 2);
  at = 20;
  auto const mi = number(text, at, 2);
  at = 23;
  auto const s = number(text, at, 2);
  if (!d || !month || !y || !h || !mi || !s || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
      text[19] != ':' || text[22] != ':')
    return std::nullopt;
  return assemble(*y, month, *d, *h, *mi, *s, 0);
}

Timestamp SystemClock::now() const {
  return floor<milliseconds>(system_clock::now());
}

}  // namespace dunlin
