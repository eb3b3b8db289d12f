#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/message.hpp"

namespace dunlin::federation {

/// Which check refused a signature (contract, sections 5.2 and 5.3).
enum class Fault { parse, coverage, clock, digest, algorithm, key, signature };
std::string_view to_text(Fault);

/// What a signed request claims: everything about it has been checked but the signature itself, for which the
/// key has to be found first.
struct Claim {
  enum class Primitive { any, rsa, ed25519 };
  std::string key_id;
  std::string signature;           // raw bytes
  std::vector<std::string> texts;  // what may have been signed: with the query, then as old senders do without
  Primitive primitive = Primitive::any;
};

/// Whether the request carries a signature of either kind.
bool is_signed(http::Request const& request);
/// Reads a draft-cavage or, where Signature-Input is present, an RFC 9421 signature. `scheme` is that of our own
/// addresses, for "@target-uri".
std::expected<Claim, Fault> read_claim(http::Request const& request, std::string_view scheme, Timestamp now);
/// Whether this key made the signature.
bool proves(Claim const& claim, crypto::PublicKey const& key);

/// A request about to be signed. Null body for GET.
struct Unsigned {
  std::string_view method;
  std::string_view url;
  std::string const* body = nullptr;
  std::string_view content_type = "application/activity+json";
  std::string_view synchronization = {};  // Collection-Synchronization; empty for none
  bool without_query = false;             // for servers that leave the query out of the signed path
};
/// Headers of a draft-cavage signature, Date, Digest and Content-Type among them. RSA: on the cpu pool only.
std::vector<http::Header> sign_draft(crypto::PrivateKey const& key, std::string_view key_id, Unsigned const& request,
                                     Timestamp now);
/// The same by RFC 9421.
std::vector<http::Header> sign_rfc9421(crypto::PrivateKey const& key, std::string_view key_id, Unsigned const& request,
                                       Timestamp now);

}  // namespace dunlin::federation
