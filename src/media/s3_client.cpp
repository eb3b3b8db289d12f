// The one file of media/ that knows libcurl.
#include "s3_client.hpp"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "dunlin/base/ascii.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::media {
namespace {

constexpr auto first_pause = std::chrono::milliseconds(200);
constexpr std::size_t most_told_bytes = 300;

using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// A connection stays open for the next call of the same thread.
CURL* handle() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  thread_local std::unique_ptr<CURL, void (*)(CURL*)> const own(curl_easy_init(), curl_easy_cleanup);
  if (!own) throw std::runtime_error("libcurl does not start");
  curl_easy_reset(own.get());
  return own.get();
}

File open_file(std::string const& path, char const* mode) {
  File file(std::fopen(path.c_str(), mode), std::fclose);
  if (!file) throw std::runtime_error("cannot open " + path);
  return file;
}

/// What an answer is read into, and a body read from.
struct Exchange {
  S3Answer answer;
  std::size_t most = 0;
  std::string_view left;  // of the body
  File from{nullptr, std::fclose}, into{nullptr, std::fclose};
  CURL* curl = nullptr;

  long status() const {
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
  }
  static std::size_t give(char* to, std::size_t size, std::size_t count, void* self) {
    auto& on = *static_cast<Exchange*>(self);
    auto const most = size * count;
    if (on.from) return std::fread(to, 1, most, on.from.get());
    auto const bytes = on.left.copy(to, most);
    on.left.remove_prefix(bytes);
    return bytes;
  }
  static std::size_t take(char const* bytes, std::size_t size, std::size_t count, void* self) {
    auto& on = *static_cast<Exchange*>(self);
    auto const length = size * count;
    // What explains a failure is no part of the file.
    if (on.into && on.status() < 300) return std::fwrite(bytes, 1, length, on.into.get());
    if (on.answer.body.size() + length > on.most) return 0;
    on.answer.body.append(bytes, length);
    return length;
  }
  /// "Content-Range: bytes 0-99/1234" and "Content-Length: 1234".
  static std::size_t see(char const* bytes, std::size_t size, std::size_t count, void* self) {
    auto& on = *static_cast<Exchange*>(self);
    std::string_view line(bytes, size * count);
    auto const name = ascii_lower(line.substr(0, line.find(':')));
    auto const slash = line.rfind('/');
    auto number = [&](std::size_t at) {
      while (at < line.size() && line[at] == ' ') ++at;
      std::from_chars(line.data() + at, line.data() + line.size(), on.answer.whole_bytes);
    };
    if (name == "content-range" && slash != line.npos) number(slash + 1);
    if (name == "content-length" && on.status() != 206) number(line.find(':') + 1);
    return line.size();
  }
};

void add(Headers& headers, std::string const& line) {
  auto* const longer = curl_slist_append(headers.get(), line.c_str());
  if (!longer) throw std::bad_alloc();
  (void)headers.release();
  headers.reset(longer);
}

std::string host_of(std::string_view url) {
  auto const begin = url.find("://") + 3;
  return std::string(url.substr(begin, url.find('/', begin) - begin));
}

void set_body(CURL* curl, S3Request const& request, Exchange& exchange) {
  auto size = static_cast<curl_off_t>(request.body.size());
  if (!request.body_file.empty()) {
    exchange.from = open_file(request.body_file, "rb");
    size = static_cast<curl_off_t>(std::filesystem::file_size(request.body_file));
  }
  exchange.left = request.body;
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, size);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Exchange::give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
}

/// What is signed of a body.
std::string digest_of(S3Request const& request) {
  if (!request.body_file.empty()) return crypto::hex(crypto::sha256_of_file(request.body_file));
  return crypto::hex(crypto::sha256(request.body));
}

}  // namespace

S3Client::S3Client(config::S3 settings) : settings_(std::move(settings)), host_(host_of(settings_.endpoint)) {
  if (!settings_.path_style) host_ = settings_.bucket + "." + host_;
}

std::string S3Client::address(S3Request const& request) const {
  auto const& endpoint = settings_.endpoint;
  auto const behind_host = endpoint.find('/', endpoint.find("://") + 3);
  std::string url = endpoint.substr(0, endpoint.find("://") + 3) + host_;
  if (behind_host != endpoint.npos) url += endpoint.substr(behind_host);
  if (settings_.path_style) url += "/" + settings_.bucket;
  url += "/" + request.key;
  if (settings_.path_style && request.key.empty()) url.pop_back();
  return request.query.empty() ? url : url + "?" + request.query;
}

S3Answer S3Client::send_once(S3Request const& request) const {
  auto* const curl = handle();
  Exchange exchange;
  exchange.curl = curl;
  exchange.most = request.most_bytes;
  if (!request.into_file.empty()) exchange.into = open_file(request.into_file, "wb");
  auto const url = address(request), signer = "aws:amz:" + settings_.region + ":s3";
  auto const method = std::string(request.method);
  Headers headers(nullptr, curl_slist_free_all);
  for (auto const& line : request.headers) add(headers, line);
  // Told, or libcurl would sign it without its port.
  add(headers, "Host: " + host_);
  add(headers, "x-amz-content-sha256: " + digest_of(request));
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, signer.c_str());
  curl_easy_setopt(curl, CURLOPT_USERNAME, settings_.key_id.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, settings_.key.reveal().c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings_.open_patience.count()));
  // A transfer may take as long as it needs, but not stand still.
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings_.read_patience.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Exchange::take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Exchange::see);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  if (method == "PUT") set_body(curl, request, exchange);
  if (method == "POST") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  }
  auto const result = curl_easy_perform(curl);
  if (result != CURLE_OK) throw std::runtime_error(fmt::format("S3 {}: {}", method, curl_easy_strerror(result)));
  if (exchange.into && std::fflush(exchange.into.get()) != 0)
    throw std::runtime_error("cannot write " + request.into_file);
  exchange.answer.status = exchange.status();
  if (exchange.answer.status >= 500)
    throw std::runtime_error(fmt::format("S3 {}: status {}: {}", method, exchange.answer.status,
                                         exchange.answer.body.substr(0, most_told_bytes)));
  return std::move(exchange.answer);
}

S3Answer S3Client::send(S3Request const& request) const {
  auto pause = first_pause;
  for (int tries_left = settings_.retries;; --tries_left) {
    try {
      return send_once(request);
    } catch (std::runtime_error const&) {
      if (tries_left <= 0) throw;
    }
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

}  // namespace dunlin::media
