// Public keys inside documents: PEM as everybody sends them, and Multikeys (FEP-521a).
#include "dunlin/federation/vocabulary/actor.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_pem_bytes = 8192;
constexpr std::size_t most_multikey_characters = 128;

/// Base 58 with the Bitcoin alphabet; quadratic, hence only for short text.
std::optional<std::string> from_base58(std::string_view text) {
  constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::string bytes;
  for (char const c : text) {
    auto carry = alphabet.find(c);
    if (carry == std::string_view::npos) return std::nullopt;
    for (auto& byte : bytes) {
      carry += std::size_t{58} * static_cast<unsigned char>(byte);
      byte = static_cast<char>(carry & 0xff);
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push_back(static_cast<char>(carry & 0xff));
  }
  for (auto const c : text) {
    if (c != '1') break;
    bytes.push_back('\0');
  }
  return std::string(bytes.rbegin(), bytes.rend());
}

/// The SPKI form of an Ed25519 Multikey; empty for other kinds.
std::string spki_of_multikey(std::string_view multibase) {
  if (!multibase.starts_with('z') || multibase.size() > most_multikey_characters) return {};
  auto const bytes = from_base58(multibase.substr(1));
  if (!bytes || bytes->size() != 34 || !bytes->starts_with("\xed\x01")) return {};
  static constexpr char header[] = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";
  return std::string(header, 12) + bytes->substr(2);
}

}  // namespace

std::optional<ActorKey> read_key(Node const& node) {
  auto const pem = node["publicKeyPem"].first().text();
  auto const multibase = node["publicKeyMultibase"].first().text();
  ActorKey key;
  key.id = std::string(node.id());
  if (pem.size() <= most_pem_bytes) key.pem = std::string(pem);
  if (key.pem.empty()) key.der = spki_of_multikey(multibase);
  auto const& owner = node["owner"].nothing() ? node["controller"] : node["owner"];
  key.owner = std::string(owner.reference());
  if (key.id.empty() || (key.pem.empty() && key.der.empty())) return std::nullopt;
  return key;
}

}  // namespace dunlin::federation::vocabulary
