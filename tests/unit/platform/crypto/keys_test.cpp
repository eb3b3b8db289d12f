#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "dunlin/platform/crypto/crypto.hpp"

using namespace dunlin;
using namespace dunlin::crypto;

namespace {

// Made with the openssl command for these tests alone.
constexpr auto* private_pkcs1 = R"(-----BEGIN RSA PRIVATE KEY-----
MIICXgIBAAKBgQC2sRV9FUOKHsnILfT+i/q0as7bBoijnbXi/9c2XGOYoOLGs4bs
Pwf0bQq8YZ7ikftIB9rCR8FB9dzZ69G8+ThUgpUCoxOE+J5d76frsdPWs1wzFoUc
CGJd6BYuZ4FYEL4jVByGpMWEMKHviRJhYr8DoUflGs4yQ/1qZpM+cGPorwIDAQAB
AoGAEV0xcqsTuUwF173ufEcntAA22wB6+joiMIoqlWMgoEAibcpgd5HiGqxGifMp
W9WOMaF1fGO/jZplvFy6maCCZvSYgNUYzay6BDyBRsOWRpBtL0lvFAGP0IjJiO8S
KZXxwhpoyGV1S5TCozUiVHco/BkRghHLmvzqDO7w7vsCw4ECQQDuUzYzBQVg02lC
B7fSyz0edi0UXR3RdMvqUpgv2Uc09GJ15TwiA2o1L46WmOkYJRReW8kyBg50HWVr
GANd9CfvAkEAxD2hTRjdUN7EPkUeQl21NjgGo/xJpPR4ht1I2I0zqguXMAwF03JJ
kk8Tpqri4TURvZM/0QpbmhN7BDMbWLmLQQJBANo/ebLfNj2lXQ8K4lw3opDyx/WO
EHBv9Q1w9c1bvMnRwxkUBC1h0zFBi+J9xXhG/JAsneMhiLrs8KNSKkMwBCECQQC/
VsgbgA7qdwopHQNv+iZiAyaWZbr4l1WdSc1pN+QT/NEhC9fyXxDVEz052Iz2wOPX
T+d9TvgZtrzPT3VugRsBAkEAqI1vSKoW20q6UaV8+yeleOpAJBMWOIDUlzsIPDSa
h/4YzLUzc+aJtXRe9fSZVzzyuoaz8FLF5lzz53xYdKCf7Q==
-----END RSA PRIVATE KEY-----
)";
constexpr auto* public_spki = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2sRV9FUOKHsnILfT+i/q0as7b
BoijnbXi/9c2XGOYoOLGs4bsPwf0bQq8YZ7ikftIB9rCR8FB9dzZ69G8+ThUgpUC
oxOE+J5d76frsdPWs1wzFoUcCGJd6BYuZ4FYEL4jVByGpMWEMKHviRJhYr8DoUfl
Gs4yQ/1qZpM+cGPorwIDAQAB
-----END PUBLIC KEY-----
)";
constexpr auto* public_pkcs1 = R"(-----BEGIN RSA PUBLIC KEY-----
MIGJAoGBALaxFX0VQ4oeycgt9P6L+rRqztsGiKOdteL/1zZcY5ig4sazhuw/B/Rt
CrxhnuKR+0gH2sJHwUH13Nnr0bz5OFSClQKjE4T4nl3vp+ux09azXDMWhRwIYl3o
Fi5ngVgQviNUHIakxYQwoe+JEmFivwOhR+UazjJD/Wpmkz5wY+ivAgMBAAE=
-----END RSA PUBLIC KEY-----
)";
constexpr auto* rsa_768 = R"(-----BEGIN PUBLIC KEY-----
MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALEdbgrIEpze1dPB1aEJFrococn8sl/P
VXMYcFvFPRamPv7datSspL141YogwCMbPx3NZkuyjCTFw5KXzeqvTf2NvxPrQVpb
VXfUTQMPacanvSjt34rqwL/Vc8J+RC28IQIDAQAB
-----END PUBLIC KEY-----
)";
constexpr auto* p256 = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjGYwuWUDdklqHTrm9wYJis4c7iOU
OSHz5BUrJuet/8WwhBapRqqcade++5YrmWQUafVq1KYzXr+hG8DKZ2AAIw==
-----END PUBLIC KEY-----
)";
constexpr auto* signature_of_a_known_message =
    "Wj1yDP3AJM0TNiwXyOjmBih6EIVPyZOGi8OOO0OZCJYWeoGCSCB87yA5ZKMLAd09Mk/nGvQpUgeWFRwyaX1Mhi"
    "g89P3AMwgeClWa//4UOrWCYQMCCg7O7Z+eN+XRlKLiW7KSEi6SSfdpG6vCI/RMOSLzNf/ccZRBkEqe7Oor4b0=";

std::string unhex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  return bytes;
}

}  // namespace

TEST(Keys, RsaSignaturesAgreeWithTheOpensslCommand) {
  auto const key = PrivateKey::from_pem(Secret(private_pkcs1));
  ASSERT_TRUE(key);
  // PKCS#1 v1.5 has no randomness: the same text every time.
  EXPECT_EQ(base64(key->sign("a known message")), signature_of_a_known_message);
}

TEST(Keys, BothPemFormsOfAPublicKeyVerify) {
  auto const signature = from_base64(signature_of_a_known_message).value();
  for (auto const* pem : {public_spki, public_pkcs1}) {
    auto const key = PublicKey::from_pem(pem);
    ASSERT_TRUE(key) << pem;
    EXPECT_TRUE(key->is_rsa());
    EXPECT_TRUE(key->verify("a known message", signature));
    EXPECT_FALSE(key->verify("a known Message", signature));
    EXPECT_FALSE(key->verify("a known message", signature.substr(1)));
    EXPECT_FALSE(key->verify("a known message", ""));
    EXPECT_EQ(key->pem(), public_spki);
  }
}

TEST(Keys, SurviveTheirDerForm) {
  auto const made = PrivateKey::generate_rsa();
  auto const again = PrivateKey::from_der(made.der());
  ASSERT_TRUE(again);
  auto const reader = PublicKey::from_der(made.public_key().der());
  ASSERT_TRUE(reader);
  EXPECT_TRUE(reader->verify("text", again->sign("text")));
  EXPECT_FALSE(PublicKey::from_pem(public_spki)->verify("text", again->sign("text")));
}

TEST(Keys, APublicHalfNeverWritesThePrivateOne) {
  auto const key = PrivateKey::from_pem(Secret(private_pkcs1)).value();
  EXPECT_EQ(key.public_key().pem(), public_spki);
  EXPECT_LT(key.public_key().der().size(), 200U);
}

TEST(Keys, Ed25519AgreesWithRfc8032) {
  auto const seed = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  auto const point = unhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  auto const key = PrivateKey::from_der(unhex("302e020100300506032b657004220420") + seed);
  ASSERT_TRUE(key);
  EXPECT_EQ(
      hex(key->sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
      "be24655141438e7a100b");
  auto const reader = PublicKey::from_der(unhex("302a300506032b6570032100") + point);
  ASSERT_TRUE(reader);
  EXPECT_FALSE(reader->is_rsa());
  EXPECT_TRUE(reader->verify("", key->sign("")));
  EXPECT_FALSE(reader->verify("x", key->sign("")));
}

TEST(Keys, WeakForeignAndBrokenOnesAreRefused) {
  std::string cut(public_spki);
  cut.erase(60, 8);
  for (auto const& pem : {std::string(rsa_768), std::string(p256), cut, std::string(), std::string("-----BEGIN"),
                          std::string(private_pkcs1), std::string(100'000, 'A')})
    EXPECT_FALSE(PublicKey::from_pem(pem)) << pem.substr(0, 80);
  EXPECT_FALSE(PrivateKey::from_pem(Secret(public_spki)));
  EXPECT_FALSE(PublicKey::from_der("no DER"));
  EXPECT_FALSE(PrivateKey::from_der(""));
}

TEST(Keys, OneKeyServesManyThreads) {
  auto const key = PrivateKey::from_pem(Secret(private_pkcs1)).value();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        auto const text = std::to_string(j);
        EXPECT_TRUE(key.public_key().verify(text, key.sign(text)));
      }
    });
}

TEST(P256, HasAScalarAndAnUncompressedPoint) {
  auto const a = generate_p256();
  EXPECT_EQ(a.scalar.reveal().size(), 32U);
  ASSERT_EQ(a.point.size(), 65U);
  EXPECT_EQ(a.point[0], '\x04');
  EXPECT_NE(generate_p256().point, a.point);
}
