#include "dunlin/federation/signatures.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace dunlin::federation {
namespace {

using Json = nlohmann::json;

Json vectors() {
  std::ifstream file(DUNLIN_SOURCE_DIR "/tests/unit/federation/data/signature_vectors.json");
  return Json::parse(file);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

http::Request request_of(Json const& vector) {
  http::Request request;
  request.method = vector["method"];
  std::string const url = vector["url"];
  request.target = url.substr(url.find('/', 8));
  for (auto const& header : vector["headers"]) request.headers.emplace_back(lower(header[0]), header[1]);
  if (vector["body"].is_string()) request.body = vector["body"];
  return request;
}

/// What the request amounts to when the key can be had: the checks of key ownership belong to the resolver.
bool is_accepted(Json const& vector, Timestamp now) {
  auto const claim = read_claim(request_of(vector), "https", now);
  if (!claim) return false;
  for (auto const* const name : {"cachedPublicKeyPem", "publicKeyPem"}) {
    if (!vector.contains(name) || !vector[name].is_string()) continue;
    auto const key = crypto::PublicKey::from_pem(vector[name].get<std::string>());
    if (key && proves(*claim, *key)) return true;
  }
  return false;
}

TEST(Signatures, AreJudgedAsTheVectorsSay) {
  auto const all = vectors();
  auto const now = *parse_rfc3339(all["now"].get<std::string>());
  int judged = 0;
  for (auto const& vector : all["cases"]) {
    std::string const expected = vector["expected"];
    bool const is_about_the_key = vector.value("failsAt", "") == "key";
    if (expected == "either" || (expected == "reject" && is_about_the_key)) continue;
    EXPECT_EQ(is_accepted(vector, now), expected == "accept") << vector["name"];
    ++judged;
  }
  EXPECT_GE(judged, 95);
}

class Signing : public testing::Test {
 protected:
  crypto::PrivateKey key = *crypto::PrivateKey::from_pem(Secret(vectors()["cases"][0]["keyPem"].get<std::string>()));
  Timestamp now = *parse_rfc3339("2026-01-15T12:00:00Z");

  static http::Request as_received(std::string method, std::string target, std::vector<http::Header> const& headers,
                                   std::string body) {
    http::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers.emplace_back("host", "a.test");
    for (auto const& [name, value] : headers) request.headers.emplace_back(lower(name), value);
    return request;
  }
};

TEST_F(Signing, MakesDraftSignaturesThatVerify) {
  std::string const body = R"({"type":"Like"})";
  auto const headers = sign_draft(key, "https://b.test/u#main-key", {"POST", "https://a.test/inbox?x=1", &body}, now);
  auto const claim = read_claim(as_received("POST", "/inbox?x=1", headers, body), "https", now);
  ASSERT_TRUE(claim) << to_text(claim.error());
  EXPECT_EQ(claim->key_id, "https://b.test/u#main-key");
  EXPECT_TRUE(proves(*claim, key.public_key()));
  EXPECT_FALSE(read_claim(as_received("POST", "/inbox?x=1", headers, body + " "), "https", now));
}

TEST_F(Signing, MakesRfc9421SignaturesThatVerify) {
  auto const headers = sign_rfc9421(key, "https://b.test/u#main-key", {"GET", "https://a.test/users/1?page=2"}, now);
  auto const claim = read_claim(as_received("GET", "/users/1?page=2", headers, ""), "https", now);
  ASSERT_TRUE(claim) << to_text(claim.error());
  EXPECT_TRUE(proves(*claim, key.public_key()));
  auto const other = read_claim(as_received("GET", "/users/2?page=2", headers, ""), "https", now);
  ASSERT_TRUE(other);
  EXPECT_FALSE(proves(*other, key.public_key()));
}

}  // namespace
}  // namespace dunlin::federation
