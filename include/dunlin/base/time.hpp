#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin {

/// Wall-clock time in milliseconds since 1970, UTC. Taken from app.clock, never from the system directly.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// "2026-11-22T23:25:24.123Z": the only form every client reads (behaviours.md, "Response rules").
std::string iso8601(Timestamp);
/// Appends the same to a buffer without allocating.
void append_iso8601(std::string& to, Timestamp);
/// "2026-11-22".
std::string iso_date(Timestamp);
/// "Sun, 22 Nov 2026 23:25:24 GMT" (RFC 9110, section 5.6.7).
std::string http_date(Timestamp);

/// RFC 3339 with optional fraction and an offset with or without colon; nothing when unreadable or outside
/// years 0 to 9999.
std::optional<Timestamp> parse_rfc3339(std::string_view);
/// The IMF-fixdate form of RFC 9110; nothing when unreadable.
std::optional<Timestamp> parse_http_date(std::string_view);

/// Where time comes from. Tests hand in one that they move by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

}  // namespace dunlin
