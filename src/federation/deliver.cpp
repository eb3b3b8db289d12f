// One activity to one inbox: signed, posted, and judged by what comes back (contract, section 10).
#include "dunlin/federation/deliver.hpp"

#include <charconv>

#include "dunlin/federation/signatures.hpp"
#include "dunlin/federation/synchronization.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/follower_uris.hpp"
#include "keys.hpp"

namespace dunlin::federation {
namespace {

constexpr int most_attempts = 17;        // the first and 16 retries
constexpr int deliveries_at_once = 128;  // below the number of pooled connections
constexpr int slow_deliveries_at_once = 512;
constexpr int deliveries_at_once_per_host = 8, most_deliveries_per_host = 32;
constexpr int bulk_at_once = 32, slow_bulk_at_once = 64, bulk_at_once_per_host = 2;
constexpr Duration delivery_lifetime = std::chrono::days(7);
constexpr Duration longest_retry_after = std::chrono::hours(6);
constexpr int most_synchronized = 25'000;  // followers; more are not told
constexpr std::size_t bytes_a_digest = 200;
constexpr std::size_t most_answer_bytes = 64 * 1024;  // nobody reads it

Timestamp time_of(store::outgoing::ActivityId id) {
  return Timestamp(std::chrono::milliseconds(id.value >> 16));
}

/// What each server is told of our followers there: as they are now, a moment before it reads what only they may.
awaitable<void> add_digests(App& app, OutgoingBody& body) {
  std::optional<Account> sender;
  auto const uris = co_await app.db.read(
      [&](db::Tx& tx) {
        sender = store::accounts::find(tx, body.sender);
        return store::follower_uris::remote(tx, body.sender, most_synchronized);
      },
      db::Urgency::background);
  if (!sender || uris.size() >= most_synchronized) co_return;
  body.digests = co_await app.cpu.run([&] { return digests_by_origin(uris); });
  body.synchronization = Synchronization{vocabulary::followers_of(*sender), {}, synchronization_url(*sender)};
}

awaitable<std::shared_ptr<OutgoingBody const>> body_of(App& app, store::outgoing::ActivityId id) {
  auto& bodies = app.federation.content->bodies;
  if (auto body = bodies.find(id.value)) co_return body;
  auto const stamp = bodies.stamp();
  auto found = co_await app.db.read([&](db::Tx& tx) { return store::outgoing::find(tx, id); }, db::Urgency::background);
  if (!found) co_return nullptr;
  OutgoingBody body{found->sender, std::move(found->body), {}, {}};
  if (found->synchronizes) co_await add_digests(app, body);
  auto const kept = std::make_shared<OutgoingBody const>(std::move(body));
  bodies.put(id.value, kept, kept->text.size() + kept->digests.size() * bytes_a_digest, stamp);
  co_return kept;
}

/// The header of followers synchronization for the server with this inbox.
std::string synchronization_for(OutgoingBody const& body, std::string_view inbox) {
  if (!body.synchronization) return {};
  auto said = *body.synchronization;
  auto const digest = body.digests.find(origin_of(inbox));
  said.digest = digest == body.digests.end() ? followers_digest({}) : digest->second;
  return write_synchronization(said);
}

awaitable<http::Incoming> post(App& app, std::string const& inbox, SigningKey const& key, OutgoingBody const& body,
                               bool rfc9421) {
  auto const synchronization = synchronization_for(body, inbox);
  http::Outgoing request;
  request.method = "POST";
  request.url = inbox;
  request.redirects = 0;
  request.most_bytes = most_answer_bytes;
  request.headers = co_await app.cpu.run([&] {
    Unsigned const plain{.method = "POST", .url = inbox, .body = &body.text, .synchronization = synchronization};
    auto const now = app.clock.now();
    return rfc9421 ? sign_rfc9421(key.key, key.key_id, plain, now) : sign_draft(key.key, key.key_id, plain, now);
  });
  request.body = body.text;
  co_return co_await app.http.send(std::move(request));
}

/// What the circuits of all processes know, read again every half minute.
awaitable<void> refresh_hosts(App& app) {
  auto& hosts = app.federation.content->hosts;
  auto const now = app.clock.now();
  if (hosts.is_fresh(now)) co_return;
  auto const instances =
      co_await app.db.read([&](db::Tx& tx) { return store::instances::noteworthy(tx); }, db::Urgency::background);
  hosts.load(instances, now);
}

awaitable<void> note_failure(App& app, std::string host) {
  auto const now = app.clock.now();
  auto const closed_until = app.federation.content->hosts.failed(host, now);
  co_await app.db.transact([&](db::Tx& tx) { store::instances::note_failure(tx, host, now, closed_until); },
                           db::Urgency::background);
  if (closed_until) throw jobs::Later(*closed_until, true);
}

awaitable<void> note_answer(App& app, std::string host) {
  auto const held = app.federation.content->hosts.answered(host);
  if (held == Hosts::Held::nothing) co_return;
  auto const now = app.clock.now();
  co_await app.db.transact(
      [&](db::Tx& tx) {
        store::instances::note_success(tx, host, now);
        if (held == Hosts::Held::all_deliveries) hurry_deliveries(tx, host, now);
      },
      db::Urgency::background);
}

/// An inbox goes with its actor, or has moved: the actor is asked.
awaitable<void> note_gone(App& app, std::string inbox) {
  co_await app.db.transact(
      [&](db::Tx& tx) { jobs::enqueue(tx, InboxGone{inbox}, {.unique_key = inbox, .host = host_of(inbox)}); },
      db::Urgency::background);
}

std::optional<Timestamp> retry_after(http::Incoming const& answer, Timestamp now) {
  auto const text = answer.header("retry-after");
  int seconds = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  auto when = error == std::errc{} && end == text.data() + text.size()
                  ? std::optional<Timestamp>(now + std::chrono::seconds(seconds))
                  : parse_http_date(text);
  if (!when || *when <= now) return std::nullopt;
  return std::min(*when, now + longest_retry_after);
}

bool is_permanent(int status) {
  return status == 501 || (status >= 300 && status < 500 && status != 401 && status != 408 && status != 429);
}

/// Success, another try, or none: by the answer's status.
awaitable<void> judge(App& app, std::string host, std::string inbox, http::Incoming const& answer) {
  auto const status = answer.status;
  auto const why = "status " + std::to_string(status);
  if (status >= 500 && status != 501) {
    co_await note_failure(app, host);
    if (auto const when = retry_after(answer, app.clock.now())) throw jobs::Later(*when);
    throw std::runtime_error(why);
  }
  co_await note_answer(app, host);
  if (status >= 200 && status < 300) co_return;
  if (status == 410) co_await note_gone(app, inbox);
  if (is_permanent(status)) throw jobs::GiveUp(why);
  if (auto const when = retry_after(answer, app.clock.now())) throw jobs::Later(*when);
  throw std::runtime_error(why);
}

/// Tries the newer kind of signature where the usual one is not understood, and remembers what worked.
awaitable<http::Incoming> knock(App& app, std::string const& host, std::string const& inbox, SigningKey const& key,
                                OutgoingBody const& body, bool rfc9421) {
  auto answer = co_await post(app, inbox, key, body, rfc9421);
  if (rfc9421 || (answer.status != 400 && answer.status != 401)) co_return answer;
  auto second = co_await post(app, inbox, key, body, true);
  if (second.status < 200 || second.status >= 300) co_return answer;
  app.federation.content->hosts.use_rfc9421(host);
  co_await app.db.transact([&](db::Tx& tx) { store::instances::set_signature_scheme(tx, host, "rfc9421"); },
                           db::Urgency::background);
  co_return second;
}

}  // namespace

awaitable<void> deliver(App& app, Deliver job, jobs::Job const&) {
  auto const host = host_of(job.inbox);
  if (host.empty() || is_ours(app.config, job.inbox)) throw jobs::GiveUp("not an inbox of another server");
  if (time_of(job.activity) + delivery_lifetime < app.clock.now()) throw jobs::GiveUp("expired");
  co_await refresh_hosts(app);
  auto const verdict = app.federation.content->hosts.ask(host, app.clock.now());
  if (verdict.advice == Hosts::Advice::drop) throw jobs::GiveUp("server is unavailable");
  if (verdict.advice == Hosts::Advice::wait) throw jobs::Later(verdict.until, true);

  auto const body = co_await body_of(app, job.activity);
  if (!body) throw jobs::GiveUp("activity is too old");
  auto const key = co_await signing_key(app, body->sender);
  if (!key) throw jobs::GiveUp("sender has no key");
  std::optional<http::Incoming> answer;
  std::string failure;
  bool permanent = false;
  try {
    answer = co_await knock(app, host, job.inbox, *key, *body, verdict.rfc9421);
  } catch (http::ClientError const& error) {
    failure = error.what();
    permanent = error.permanent;
  }
  if (answer) {
    co_await judge(app, host, job.inbox, *answer);
    co_return;
  }
  if (permanent) throw jobs::GiveUp(failure);
  co_await note_failure(app, host);
  throw std::runtime_error(failure);
}

void hurry_deliveries(db::Tx& tx, std::string_view host, Timestamp now) {
  jobs::hurry(tx, Deliver::kind, host, now);
  jobs::hurry(tx, DeliverBulk::kind, host, now);
}

void add_jobs(jobs::Queue& queue) {
  queue.add<Broadcast>(broadcast, {.at_once = 2});
  jobs::Kind deliveries{.at_once = deliveries_at_once,
                        .at_once_per_host = deliveries_at_once_per_host,
                        .attempts = most_attempts,
                        .keep_dead = false,
                        .keep_record = true,
                        .most_per_host = most_deliveries_per_host,
                        .at_once_slow = slow_deliveries_at_once};
  queue.add<Deliver>(deliver, deliveries);
  deliveries.at_once = bulk_at_once;
  deliveries.at_once_per_host = deliveries.most_per_host = bulk_at_once_per_host;
  deliveries.at_once_slow = slow_bulk_at_once;
  deliveries.yields_to = Deliver::kind;
  queue.add<DeliverBulk>(deliver, std::move(deliveries));
  queue.add<Sweep>(sweep, {.at_once = 1});
}

}  // namespace dunlin::federation
