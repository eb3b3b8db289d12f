#include <fmt/core.h>
#include <openssl/evp.h>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/file_body.hpp"
#include "s3_client.hpp"

namespace dunlin::media {
namespace {

namespace pt = boost::property_tree;

constexpr int network_threads = 8;
constexpr int most_listed = 1000;
constexpr std::size_t most_told = 300;

[[noreturn]] void refuse(std::string_view deed, S3Answer const& answer) {
  throw std::runtime_error(fmt::format("S3 {}: status {}: {}", deed, answer.status, answer.body.substr(0, most_told)));
}

std::string md5_base64(std::string_view bytes) {
  std::string digest(16, '\0');
  unsigned int length = 0;
  auto* const into = reinterpret_cast<unsigned char*>(digest.data());
  if (EVP_Digest(bytes.data(), bytes.size(), into, &length, EVP_md5(), nullptr) != 1)
    throw std::runtime_error("MD5 fails");
  return crypto::base64(digest);
}

pt::ptree read_xml(std::string const& text) {
  pt::ptree tree;
  std::istringstream from(text);
  try {
    pt::read_xml(from, tree);
  } catch (pt::xml_parser_error const& error) {
    throw std::runtime_error(fmt::format("S3 answers what is no XML: {}", error.message()));
  }
  return tree;
}

/// A key in a query. Of its letters only the slash is none of the unreserved ones.
std::string encoded(std::string_view key) {
  std::string text;
  for (char const c : key) c == '/' ? text += "%2F" : text += c;
  return text;
}

class S3Storage final : public Storage {
 public:
  S3Storage(config::S3 settings, std::string directory)
      : client_(std::move(settings)), here_(local_storage(std::move(directory), "")) {}

  awaitable<void> put(std::string key, std::string_view bytes) override {
    co_await network_.run([&] { send({.key = key, .body = bytes}); });
  }
  awaitable<void> put_file(std::string key, std::string path) override {
    co_await network_.run([&] {
      send({.key = key, .body_file = path});
      std::filesystem::remove(path);
    });
  }
  awaitable<void> remove(std::vector<std::string> keys) override {
    std::erase_if(keys, [](auto const& key) { return !is_key(key); });
    auto const most = static_cast<std::size_t>(client_.settings().most_deleted);
    co_await network_.run([&] {
      for (std::size_t at = 0; at < keys.size(); at += most)
        remove_some(std::span(keys).subspan(at, std::min(most, keys.size() - at)));
    });
  }
  std::string url(std::string_view key) const override {
    return client_.settings().public_url + "/" + std::string(key);
  }
  awaitable<std::string> fetch(std::string key, std::string folder) override {
    co_return co_await network_.run([&] {
      if (!is_key(key)) return std::string();
      auto path = folder + "/fetched-" + key.substr(key.rfind('/') + 1);
      auto const answer = client_.send({.key = key, .into_file = path});
      if (answer.status == 404) return std::string();
      if (answer.status != 200) refuse("GET", answer);
      return path;
    });
  }
  awaitable<std::optional<Glimpse>> look(std::string key, std::size_t most) override {
    co_return co_await network_.run([&]() -> std::optional<Glimpse> {
      if (!is_key(key)) return std::nullopt;
      auto answer = client_.send({.key = key, .headers = {fmt::format("Range: bytes=0-{}", most - 1)}});
      if (answer.status == 404) return std::nullopt;
      if (answer.status == 416) return Glimpse{};
      if (answer.status != 200 && answer.status != 206) refuse("GET", answer);
      return Glimpse{answer.whole_bytes, answer.body.substr(0, most)};
    });
  }
  /// Files that were here before the bucket was stay at their addresses until they are moved.
  awaitable<std::shared_ptr<http::FileBody>> open(std::string key) override { return here_->open(std::move(key)); }
  bool serves_itself() const override { return false; }

  void each(std::string_view prefix, std::string_view after,
            std::function<void(Stored const&)> const& take) const override {
    std::string last(after);
    for (bool more = true; more;) {
      auto query = fmt::format("list-type=2&max-keys={}", most_listed);
      if (!prefix.empty()) query += "&prefix=" + encoded(prefix);
      if (!last.empty()) query += "&start-after=" + encoded(last);
      auto const answer = client_.send({.query = query});
      if (answer.status != 200) refuse("list", answer);
      auto const list = read_xml(answer.body).get_child("ListBucketResult");
      more = list.get("IsTruncated", "") == "true";
      auto const before = last;
      for (auto const& [name, entry] : list) {
        if (name != "Contents") continue;
        last = entry.get("Key", "");
        auto const modified = parse_rfc3339(entry.get("LastModified", ""));
        if (is_key(last)) take({last, entry.get<std::uint64_t>("Size", 0), modified.value_or(Timestamp{})});
      }
      if (last == before) break;
    }
  }

  awaitable<void> remove_drafts(Timestamp before) override { return here_->remove_drafts(before); }
  std::string work_folder(std::string_view name) const override { return here_->work_folder(name); }
  awaitable<std::string> begin_work(std::string name) override { return here_->begin_work(std::move(name)); }
  awaitable<void> end_work(std::string name) override { return here_->end_work(std::move(name)); }

 private:
  void send(S3Request request) const {
    auto const& settings = client_.settings();
    request.method = "PUT";
    auto const extension = std::string_view(request.key).substr(request.key.rfind('.') + 1);
    request.headers = {"Content-Type: " + std::string(type_of_extension(extension)),
                       "Cache-Control: public, max-age=31536000, immutable"};
    if (!settings.acl.empty()) request.headers.push_back("x-amz-acl: " + settings.acl);
    if (!settings.storage_class.empty()) request.headers.push_back("x-amz-storage-class: " + settings.storage_class);
    auto const answer = client_.send(request);
    if (answer.status != 200) refuse("PUT", answer);
  }

  /// DeleteObjects: keys have no letter that XML would have to escape.
  void remove_some(std::span<std::string const> keys) const {
    std::string body = "<Delete><Quiet>true</Quiet>";
    for (auto const& key : keys) body += "<Object><Key>" + key + "</Key></Object>";
    body += "</Delete>";
    S3Request const request{.method = "POST",
                            .query = "delete=",
                            .headers = {"Content-MD5: " + md5_base64(body), "Content-Type: application/xml"},
                            .body = body};
    for (int tries_left = client_.settings().delete_retries;; --tries_left) {
      try {
        auto const answer = client_.send(request);
        if (answer.status == 200 && !answer.body.contains("<Error>")) return;
        refuse("delete", answer);
      } catch (std::runtime_error const&) {
        if (tries_left <= 0) throw;
      }
    }
  }

  S3Client const client_;
  std::unique_ptr<Storage> const here_;  // where it is worked
  crypto::CpuPool network_{network_threads, 0};
};

}  // namespace

std::unique_ptr<Storage> s3_storage(config::S3 settings, std::string directory) {
  return std::make_unique<S3Storage>(std::move(settings), std::move(directory));
}

}  // namespace dunlin::media
