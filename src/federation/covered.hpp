#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/base/time.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/platform/http/message.hpp"

/// What both kinds of signatures share: header values as they are signed, times, digests.
namespace dunlin::federation {

inline constexpr Duration clock_skew = std::chrono::hours(1);
inline constexpr Duration default_validity = std::chrono::minutes(5);
inline constexpr Duration longest_validity = std::chrono::hours(12);
inline constexpr std::size_t most_key_id_bytes = 2048;
inline constexpr std::size_t most_covered = 32;

/// All values of a header (lower-case name), trimmed and joined with ", "; nothing when absent.
std::optional<std::string> joined_header(http::Request const& request, std::string_view name);
std::size_t count_header(http::Request const& request, std::string_view name);
inline bool has(std::vector<std::string> const& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}
std::string_view trimmed(std::string_view text);
std::string lower_case(std::string_view text);

/// Seconds since 1970 as a time; nothing when it is no number.
std::optional<Timestamp> parse_unix(std::string_view digits);
/// Whether a signature made at `base` holds now. An expiry that was not signed may only shorten it.
bool is_timely(Timestamp base, std::optional<Timestamp> expires, bool expires_signed, Timestamp now);

std::expected<Claim, Fault> read_draft(http::Request const& request, Timestamp now);
std::expected<Claim, Fault> read_rfc9421(http::Request const& request, std::string_view scheme, Timestamp now);

}  // namespace dunlin::federation
