#include "support/remote_server.hpp"

#include <fmt/core.h>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/signatures.hpp"

namespace dunlin::test {
namespace {

/// One key for every remote actor: making one takes longer than most tests.
crypto::PrivateKey const& remote_key() {
  static auto const key = crypto::PrivateKey::generate_rsa();
  return key;
}

std::string json_text(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return json.take();
}

}  // namespace

RemoteServer::RemoteServer() {
  server_ = std::make_unique<http::Server>(
      io_.get_executor(), http::ServerOptions{.address = "127.0.0.1", .port = 0},
      [](std::string_view, std::string_view) { return std::size_t{1024 * 1024}; },
      [this](http::Request request) { return answer(std::move(request)); });
  port_ = server_->start();
  thread_ = std::thread([this] { io_.run(); });
}

RemoteServer::~RemoteServer() {
  io_.stop();
  thread_.join();
}

void RemoteServer::allow(config::Config& config) {
  config.local_https = false;
  config.allowed_private_addresses = "127.0.0.0/8,::1/128";
}

std::string RemoteServer::add_actor(std::string const& name, std::string const& more_members, std::string const& type) {
  auto const id = actor(name);
  auto const pem = json_text(remote_key().public_key().pem());
  put("/users/" + name,
      fmt::format(R"({{"@context":["https://www.w3.org/ns/activitystreams"],"id":"{0}","type":"{5}",)"
                  R"("preferredUsername":"{1}","name":"{1}","inbox":"{0}/inbox","outbox":"{0}/outbox",)"
                  R"("followers":"{0}/followers","following":"{0}/following","featured":"{0}/featured",)"
                  R"("endpoints":{{"sharedInbox":"{2}"}},)"
                  R"("publicKey":{{"id":"{0}#main-key","owner":"{0}","publicKeyPem":{3}}}{4}}})",
                  id, name, url("/inbox"), pem, more_members.empty() ? "" : "," + more_members, type));
  put("/.well-known/webfinger?resource=acct%3A" + name + "%40localhost%3A" + std::to_string(port_),
      fmt::format(
          R"({{"subject":"acct:{}@{}","links":[{{"rel":"self","type":"application/activity+json","href":"{}"}}]}})",
          name, domain(), id),
      200, "application/jrd+json");
  return id;
}

void RemoteServer::put(std::string const& path, std::string body, int status, std::string type) {
  std::scoped_lock const lock(mutex_);
  documents_[path] = {status, std::move(type), std::move(body)};
}

void RemoteServer::answer_posts_with(int status, std::vector<http::Header> headers) {
  std::scoped_lock const lock(mutex_);
  post_status_ = status;
  post_headers_ = std::move(headers);
}

std::vector<RemoteServer::Post> RemoteServer::posts() const {
  std::scoped_lock const lock(mutex_);
  return posts_;
}

std::vector<std::string> RemoteServer::posts_to(std::string_view path) const {
  std::vector<std::string> bodies;
  for (auto const& post : posts())
    if (post.path == path) bodies.push_back(post.body);
  return bodies;
}

std::vector<std::string> RemoteServer::gets() const {
  std::scoped_lock const lock(mutex_);
  return gets_;
}

awaitable<http::Response> RemoteServer::answer(http::Request request) {
  std::scoped_lock const lock(mutex_);
  http::Response response;
  if (request.method == "POST") {
    response.status = post_status_;
    response.headers = post_headers_;
    posts_.push_back({request.path, request.body, request});
    co_return response;
  }
  gets_.push_back(request.target);
  auto const at = documents_.find(request.target);
  if (at == documents_.end()) {
    response.status = 404;
    co_return response;
  }
  response.status = at->second.status;
  response.type = at->second.type;
  response.body = at->second.body;
  co_return response;
}

http::Request RemoteServer::signed_request(TestApp& app, std::string const& method, std::string const& target,
                                           std::string const& name, std::string const& body,
                                           std::string_view synchronization) const {
  bool const post = method == "POST";
  auto request = app.request(method, target, {}, body, "application/activity+json");
  std::erase_if(request.headers, [](auto const& header) { return header.first == "content-type"; });
  auto const url = "http://" + request.host + target;
  federation::Unsigned const plain{
      .method = method, .url = url, .body = post ? &body : nullptr, .synchronization = synchronization};
  for (auto const& [header, value] :
       federation::sign_draft(remote_key(), actor(name) + "#main-key", plain, app.clock().now())) {
    auto lower = header;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    request.headers.emplace_back(lower, value);
  }
  if (!post) request.headers.emplace_back("accept", "application/activity+json");
  return request;
}

http::Request RemoteServer::signed_post(TestApp& app, std::string const& target, std::string const& name,
                                        std::string const& body, std::string_view synchronization) const {
  return signed_request(app, "POST", target, name, body, synchronization);
}

http::Request RemoteServer::signed_get(TestApp& app, std::string const& target, std::string const& name) const {
  return signed_request(app, "GET", target, name, {}, {});
}

int RemoteServer::deliver(TestApp& app, std::string const& target, std::string const& name, std::string const& body,
                          std::string_view synchronization) const {
  return app.send(signed_post(app, target, name, body, synchronization)).status;
}

}  // namespace dunlin::test
