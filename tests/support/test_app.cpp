#include "support/test_app.hpp"

#include <fmt/core.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "dunlin/access/rate_limits.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/access/tokens.hpp"
#include "dunlin/api/mastodon/streams.hpp"
#include "dunlin/federation/memory.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/jobs/queue.hpp"
#include "dunlin/platform/metrics/metrics.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/actor_keys.hpp"
#include "dunlin/store/applications.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/secrets.hpp"
#include "dunlin/store/tokens.hpp"
#include "dunlin/store/users.hpp"
#include "dunlin/timelines/live.hpp"
#include "server/job_table.hpp"
#include "server/routes.hpp"
#include "support/answered.hpp"
#include "support/test_database.hpp"

namespace dunlin::test {
namespace {

constexpr char const* domain = "dunlin.test";

/// Made once for all: 130 ms each.
crypto::PrivateKey const& some_key() {
  static crypto::PrivateKey const key = crypto::PrivateKey::generate_rsa();
  return key;
}

config::Config config_for(TestDatabase const& database, std::function<void(config::Config&)> const& adjust) {
  config::Config config;
  config.local_domain = config.web_domain = domain;
  config.database = database.conninfo();
  config.database_threads = 3;
  config.redis_url = redis_url();
  config.redis_namespace = crypto::random_token(6);
  config.rate_limits = false;
  config.media_path = std::filesystem::temp_directory_path() / ("dunlin-test-" + crypto::hex(crypto::random_bytes(6)));
  config.allowed_private_addresses = "127.0.0.0/8,::1/128";
  if (adjust) adjust(config);
  return config;
}

store::Secrets secrets_of(db::Database& db) {
  return db.transact_blocking([](db::Tx& tx) { return store::read_or_make_secrets(tx, Secret{}); });
}

constexpr db::Statement due_sql{"test.jobs_due", R"sql(
  select count(*) from jobs where dead_at is null and (claimed_by is not null or ready or run_at <= $1)
)sql"};

}  // namespace

struct TestApp::Parts {
  Parts(std::function<void(config::Config&)> const& adjust, App& app)
      : config(config_for(database, adjust)),
        clock(SystemClock().now()),
        db(db::Options{.conninfo = config.database, .threads = config.database_threads}),
        redis(io.get_executor(), redis::Options{.url = config.redis_url, .prefix = config.redis_namespace}),
        http(io.get_executor(), http::ClientOptions{.user_agent = "Dunlin test",
                                                    .allowed_private_addresses = config.allowed_private_addresses,
                                                    .http_proxy = config.http_proxy,
                                                    .https_proxy = config.https_proxy,
                                                    .no_proxy = config.no_proxy,
                                                    .certificate_file = config.certificate_file,
                                                    .any_port = true}),
        secrets(secrets_of(db)),
        records(config.cache_bytes),
        tokens(clock, 1024 * 1024),
        rate_limits(config.rate_limits, config.changed_rate_limits),
        storage(media::storage_for(config)),
        live(redis),
        streams(app) {
    server::add_routes(routes);
    server::add_jobs(jobs);
    db.on_commit([this](std::span<db::Change const> changes) {
      for (auto const& change : changes) {
        records.forget(change);
        tokens.forget(change);
        streams.changed(change);
      }
    });
    thread = std::thread([this] { io.run(); });
  }

  ~Parts() {
    redis.close();
    http.close();
    std::filesystem::remove_all(config.media_path);
    work.reset();
    io.stop();
    thread.join();
  }

  TestDatabase database;
  config::Config config;
  TestClock clock;
  metrics::Metrics metrics;
  db::Database db;
  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
  redis::Redis redis;
  crypto::CpuPool cpu{1};
  http::Client http;
  jobs::Queue jobs;
  store::Secrets secrets;
  store::Records records;
  access::Tokens tokens;
  access::RateLimits rate_limits;
  federation::Memory federation;
  std::unique_ptr<media::Storage> storage;
  timelines::Live live;
  api::mastodon::Streams streams;
  access::Routes routes;
  ApplicationId application;
  bool jobs_run = false;
  std::thread thread;
};

TestApp::TestApp(std::function<void(config::Config&)> const& adjust)
    : parts_(std::make_unique<Parts>(adjust, app_)),
      app_{parts_->config,     parts_->clock,    parts_->metrics, parts_->db,      parts_->redis,  parts_->cpu,
           parts_->http,       parts_->jobs,     parts_->secrets, parts_->records, parts_->tokens, parts_->rate_limits,
           parts_->federation, *parts_->storage, parts_->live,    parts_->streams} {
  store::applications::Application app{.client_id = crypto::random_token(16),
                                       .secret_hash = crypto::sha256("secret"),
                                       .name = "A test's app",
                                       .website = "https://app.example",
                                       .redirect_uris = {"urn:ietf:wg:oauth:2.0:oob"},
                                       .scopes = "read write follow push",
                                       .created_at = clock().now()};
  wait([](Parts& parts) -> awaitable<void> {
    parts.streams.start(parts.io.get_executor());
    co_return;
  }(*parts_));
  parts_->application = db().transact_blocking([&](db::Tx& tx) {
    app.id = tx.next_id<ApplicationId>(app.created_at);
    store::applications::insert(tx, app);
    return app.id;
  });
}

TestApp::~TestApp() {
  wait([](api::mastodon::Streams& streams) -> awaitable<void> {
    streams.stop();
    co_return;
  }(parts_->streams));
  if (parts_->jobs_run) wait(parts_->jobs.stop(std::chrono::seconds(5)));
}

TestClock& TestApp::clock() {
  return parts_->clock;
}

void TestApp::spawn(awaitable<void> work) {
  boost::asio::co_spawn(parts_->io, std::move(work), boost::asio::detached);
}

Login TestApp::local(std::string_view username, std::string_view scopes, std::function<void(Account&)> const& change) {
  Login login;
  auto const now = clock().now();
  auto const& key = some_key();
  db().transact_blocking([&](db::Tx& tx) {
    auto const urls = federation::urls(parts_->config);
    Account account;
    account.id = tx.next_id<AccountId>(now);
    account.username = username;
    account.uri = urls.actor(account.id);
    account.url = urls.profile(username);
    account.inbox_url = account.uri + "/inbox";
    account.shared_inbox_url = urls.shared_inbox();
    account.outbox_url = account.uri + "/outbox";
    account.followers_url = account.uri + "/followers";
    account.following_url = account.uri + "/following";
    account.featured_url = account.uri + "/collections/featured";
    account.created_at = now;
    if (change) change(account);
    store::accounts::insert(tx, account);
    store::actor_keys::insert_local(tx, account, key);
    store::users::User user{.id = tx.next_id<UserId>(now),
                            .account = account.id,
                            .username = account.username,
                            .email = account.username + "@example.org",
                            .password_hash = "none: nobody signs in with it",
                            .confirmed_at = now,
                            .created_at = now};
    store::users::insert(tx, user);
    login.account = account;
    login.user = user.id;
  });
  login.token = insert_token(login.user, scopes, &login.token_id);
  return login;
}

Account TestApp::remote(std::string_view username, std::string_view remote_domain,
                        std::function<void(Account&)> const& change) {
  auto const now = clock().now();
  return db().transact_blocking([&](db::Tx& tx) {
    auto const base = fmt::format("https://{}/users/{}", remote_domain, username);
    Account account;
    account.id = tx.next_id<AccountId>(now);
    account.username = username;
    account.domain = remote_domain;
    account.uri = base;
    account.url = fmt::format("https://{}/@{}", remote_domain, username);
    account.inbox_url = base + "/inbox";
    account.shared_inbox_url = fmt::format("https://{}/inbox", remote_domain);
    account.outbox_url = base + "/outbox";
    account.followers_url = base + "/followers";
    account.following_url = base + "/following";
    account.created_at = now;
    account.fetched_at = now;
    if (change) change(account);
    store::accounts::insert(tx, account);
    store::actor_keys::replace_remote(tx, account.id, {{account.uri + "#main-key", some_key().public_key().der()}},
                                      now);
    return account;
  });
}

std::string TestApp::insert_token(UserId user, std::string_view scopes, TokenId* id) {
  auto const token = crypto::random_token();
  auto const now = clock().now();
  db().transact_blocking([&](db::Tx& tx) {
    store::tokens::Issued issued;
    issued.id = tx.next_id<TokenId>(now);
    issued.application = parts_->application;
    issued.user = user;
    issued.scopes = scopes;
    issued.created_at = now;
    store::tokens::insert(tx, issued, access::Tokens::hash(token));
    if (id) *id = issued.id;
  });
  return token;
}

std::string TestApp::token(Login const& login, std::string_view scopes) {
  return insert_token(login.user, scopes);
}
std::string TestApp::application_token(std::string_view scopes) {
  return insert_token({}, scopes);
}

http::Request TestApp::request(std::string_view method, std::string_view target, std::string_view token,
                               std::string_view body, std::string_view content_type) {
  http::Request request;
  request.method = method;
  request.target = target;
  auto const question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  if (request.path.size() > 1 && request.path.ends_with('/')) request.path.pop_back();
  request.body = body;
  request.address = "198.51.100.7";
  request.scheme = "https";
  request.host = parts_->config.web_domain;
  request.id = "test";
  request.headers.emplace_back("host", request.host);
  if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + std::string(token));
  if (!body.empty()) request.headers.emplace_back("content-type", std::string(content_type));
  return request;
}

access::Reply TestApp::send(http::Request request) {
  auto reply = wait(access::serve(app_, parts_->routes, request));
  note_answered(parts_->routes, request, reply.status);
  return reply;
}
access::Reply TestApp::get(std::string_view target, std::string_view token) {
  return send(request("GET", target, token));
}
access::Reply TestApp::with_body(std::string_view method, std::string_view target, std::string_view token,
                                 std::string_view json) {
  return send(request(method, target, token, json));
}
access::Reply TestApp::post(std::string_view target, std::string_view token, std::string_view json) {
  return with_body("POST", target, token, json);
}
access::Reply TestApp::put(std::string_view target, std::string_view token, std::string_view json) {
  return with_body("PUT", target, token, json);
}
access::Reply TestApp::patch(std::string_view target, std::string_view token, std::string_view json) {
  return with_body("PATCH", target, token, json);
}
access::Reply TestApp::del(std::string_view target, std::string_view token) {
  return send(request("DELETE", target, token));
}

void TestApp::run_jobs() {
  if (!parts_->jobs_run) {
    parts_->jobs_run = true;
    parts_->jobs.start(app_, parts_->io.get_executor());
  }
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    parts_->jobs.wake();
    auto const due =
        db().read_blocking([&](db::Tx& tx) { return tx.query(due_sql, clock().now())[0].get<std::int64_t>(0); });
    if (due == 0) return;
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error(fmt::format("{} jobs are still due after ten seconds", due));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace dunlin::test
