#include "dunlin/federation/signatures.hpp"

#include <algorithm>
#include <charconv>

#include "covered.hpp"

namespace dunlin::federation {

std::string_view to_text(Fault fault) {
  switch (fault) {
    case Fault::parse:
      return "unreadable signature";
    case Fault::coverage:
      return "signature does not cover enough";
    case Fault::clock:
      return "signature has expired or comes from the future";
    case Fault::digest:
      return "digest does not match the body";
    case Fault::algorithm:
      return "unsupported signature algorithm";
    case Fault::key:
      return "unusable key";
    case Fault::signature:
      return "signature does not verify";
  }
  return "";
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::size_t count_header(http::Request const& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count_if(request.headers, [&](auto const& header) { return header.first == name; }));
}

std::optional<std::string> joined_header(http::Request const& request, std::string_view name) {
  std::optional<std::string> joined;
  for (auto const& [header, value] : request.headers) {
    if (header != name) continue;
    if (joined)
      *joined += ", ";
    else
      joined.emplace();
    *joined += trimmed(value);
  }
  return joined;
}

std::optional<Timestamp> parse_unix(std::string_view digits) {
  std::int64_t seconds = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  constexpr std::int64_t year_9999 = 253402300799;
  if (error != std::errc{} || end != digits.data() + digits.size() || seconds < 0 || seconds > year_9999)
    return std::nullopt;
  return Timestamp(std::chrono::seconds(seconds));
}

bool is_timely(Timestamp base, std::optional<Timestamp> expires, bool expires_signed, Timestamp now) {
  auto until = base + default_validity;
  if (expires) until = std::min(*expires, expires_signed ? base + longest_validity : until);
  return now >= base - clock_skew && now <= until + clock_skew;
}

bool is_signed(http::Request const& request) {
  return !request.header("signature").empty() || !request.header("signature-input").empty();
}

std::expected<Claim, Fault> read_claim(http::Request const& request, std::string_view scheme, Timestamp now) {
  for (auto const* const name : {"signature", "signature-input", "host", "date", "digest", "content-digest"})
    if (count_header(request, name) > 1) return std::unexpected(Fault::parse);
  // One kind per request: a bad signature of the newer kind must not be saved by one of the older.
  auto claim =
      count_header(request, "signature-input") > 0 ? read_rfc9421(request, scheme, now) : read_draft(request, now);
  if (claim && claim->key_id.size() > most_key_id_bytes) return std::unexpected(Fault::key);
  return claim;
}

bool proves(Claim const& claim, crypto::PublicKey const& key) {
  if (!key) return false;
  if (claim.primitive == Claim::Primitive::rsa && !key.is_rsa()) return false;
  if (claim.primitive == Claim::Primitive::ed25519 && key.is_rsa()) return false;
  return std::ranges::any_of(claim.texts, [&](auto const& text) { return key.verify(text, claim.signature); });
}

}  // namespace dunlin::federation
