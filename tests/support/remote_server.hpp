#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/server.hpp"
#include "support/test_app.hpp"

namespace dunlin::test {

/// Another server of the fediverse, on a loopback port: it has actors with keys, answers WebFinger, shows whatever
/// documents a test puts there, and keeps what is posted to it.
class RemoteServer {
 public:
  RemoteServer();
  ~RemoteServer();
  RemoteServer(RemoteServer const&) = delete;

  /// Lets the app under test speak http with loopback addresses.
  static void allow(config::Config& config);

  std::string domain() const { return "localhost:" + std::to_string(port_); }
  std::string url(std::string_view path) const { return "http://" + domain() + std::string(path); }
  std::string actor(std::string_view name) const { return url("/users/" + std::string(name)); }

  /// Somebody with a document, a key and a WebFinger answer. Returns the actor id.
  std::string add_actor(std::string const& name, std::string const& more_members = {},
                        std::string const& type = "Person");
  /// What a path answers from now on.
  void put(std::string const& path, std::string body, int status = 200, std::string type = "application/activity+json");
  /// The status that inboxes answer from now on.
  void answer_posts_with(int status, std::vector<http::Header> headers = {});

  struct Post {
    std::string path, body;
    http::Request request;
  };
  std::vector<Post> posts() const;
  /// Bodies of posts to this path.
  std::vector<std::string> posts_to(std::string_view path) const;
  std::vector<std::string> gets() const;

  /// A request to the app's inbox, signed by an actor of this server.
  http::Request signed_post(TestApp& app, std::string const& target, std::string const& name, std::string const& body,
                            std::string_view synchronization = {}) const;
  http::Request signed_get(TestApp& app, std::string const& target, std::string const& name) const;
  /// Sends it. Returns the HTTP status.
  int deliver(TestApp& app, std::string const& target, std::string const& name, std::string const& body,
              std::string_view synchronization = {}) const;

 private:
  struct Document {
    int status = 200;
    std::string type, body;
  };
  awaitable<http::Response> answer(http::Request request);
  http::Request signed_request(TestApp& app, std::string const& method, std::string const& target,
                               std::string const& name, std::string const& body,
                               std::string_view synchronization) const;

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  mutable std::mutex mutex_;
  std::map<std::string, Document> documents_;
  std::vector<Post> posts_;
  std::vector<std::string> gets_;
  int post_status_ = 202;
  std::vector<http::Header> post_headers_;
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace dunlin::test
