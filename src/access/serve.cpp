#include <chrono>
#include <exception>

#include "dunlin/access/refusals.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/platform/metrics/metrics.hpp"
#include "gate.hpp"
#include "headers.hpp"

namespace dunlin::access {

namespace {

constexpr int fault = 500;
constexpr int away = 503;

/// Bodies that are parameters; any other is the handler's own to read (activities, for one).
bool is_form(std::string_view type) {
  return type.empty() || type.starts_with("application/json") ||
         type.starts_with("application/x-www-form-urlencoded") || type.starts_with("multipart/form-data");
}

http::Params params_of(http::Request const& request) {
  auto const type = request.header("content-type");
  auto const body = is_form(type) ? request.content() : std::string_view();
  if (request.query.empty() && body.empty()) return {};
  return http::read_params(request.query, type, body);
}

Reply missing(Routes const& routes, http::Request const& request) {
  if (is_api(request.path) || !routes.missing()) return json_error(404, "Not Found");
  return routes.missing()(request, 404);
}

Reply broken(Row const& row, http::Request const& request, int status) {
  if (row.fault) return row.fault(request, status);
  if (status == away) return json_error(away, "The server cannot answer right now. Please try again in a moment.");
  return json_error(fault, "Something went wrong here. It has been noted as " + request.id);
}

/// Runs the row's handler where it belongs, asking for the token on the way if memory did not know it.
awaitable<Reply> run(Call& call, Gate& gate, Row const& row) {
  if (!gate.must_ask()) {
    gate.pass(call.params);
    call.token = gate.token();
    if (row.rules.from_memory)
      if (auto reply = row.rules.from_memory(call)) co_return *std::move(reply);
  }
  if (auto const* const wait = std::get_if<WaitingHandler>(&row.handler)) {
    if (gate.must_ask()) {
      co_await call.app.db.read([&](db::Tx& tx) { gate.ask(tx); });
      gate.pass(call.params);
      call.token = gate.token();
    }
    co_return co_await (*wait)(call);
  }
  auto const handler = std::get<DatabaseHandler>(row.handler);
  auto const work = [&](db::Tx& tx) {
    if (gate.must_ask()) gate.ask(tx);
    gate.pass(call.params);
    call.token = gate.token();
    return handler(call, tx);
  };
  if (row.method == "GET") co_return co_await call.app.db.read(work);
  co_return co_await call.app.db.transact(work);
}

/// The reply of a row, whatever happens on the way.
awaitable<Reply> answer(App& app, Row const& row, http::Request const& request,
                        std::vector<std::pair<std::string, std::string>> const& path, Outcome& outcome) {
  auto const refuse = row.refuse ? row.refuse : refuse_as_json;
  Gate gate(app, row, request);
  Reply reply;
  try {
    http::Params params;
    try {
      if (request.spool)  // parting megabytes takes its time
        params = co_await app.cpu.run([&] { return params_of(request); });
      else
        params = params_of(request);
      gate.read_token(params);
    } catch (Refusal const&) {
      gate.count(false);
      throw;
    }
    Call call{app, request, params, path, std::nullopt};
    reply = co_await run(call, gate, row);
  } catch (TokenRefusal const& refusal) {
    reply = refuse(request, refusal).with("WWW-Authenticate", refusal.challenge);
  } catch (Refusal const& refusal) {
    reply = refuse(request, refusal);
  } catch (db::Unavailable const& error) {
    log::error("{} {}: database away: {} [{}]", row.method, row.path, error.what(), request.id);
    reply = broken(row, request, away).with("Retry-After", "5");
  } catch (std::exception const& error) {
    log::error("{} {}: {} [{}]", row.method, row.path, error.what(), request.id);
    reply = broken(row, request, fault);
  }
  outcome.anonymous = !gate.token();
  outcome.verdict = gate.verdict();
  co_return reply;
}

void note(App& app, Routes const& routes, http::Request const& request, Reply const& reply, Row const* row,
          std::chrono::steady_clock::time_point began) {
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
  auto const number = row ? static_cast<std::size_t>(row - routes.rows().data()) : metrics::Metrics::no_route;
  app.metrics.answered(number, reply.status, took.count());
  log::access({.method = request.method,
               .path = request.path,
               .route = row ? std::string_view(row->path) : std::string_view(),
               .address = request.address,
               .id = request.id,
               .status = reply.status,
               .bytes = reply.body.size(),
               .milliseconds = took.count() * 1000});
}

}  // namespace

awaitable<bool> admits_large(App& app, Routes const& routes, http::Request const& request) {
  auto const match = routes.find(request.method, request.path);
  if (!match.row) co_return false;
  if (match.row->rules.who == Who::nobody) co_return true;
  try {
    Gate gate(app, *match.row, request);
    gate.read_token(request.query.empty() ? http::Params() : http::read_params(request.query, {}, {}));
    if (gate.must_ask()) co_await app.db.read([&](db::Tx& tx) { gate.ask(tx); });
    gate.check_token();
    co_return true;
  } catch (Refusal const&) {
    co_return false;
  } catch (db::Error const& error) {
    log::error("{} {}: {} [{}]", match.row->method, match.row->path, error.what(), request.id);
    co_return false;
  }
}

awaitable<Reply> serve(App& app, Routes const& routes, http::Request const& request) {
  auto const began = std::chrono::steady_clock::now();
  auto const match = request.method == "OPTIONS" ? Routes::Match{} : routes.find(request.method, request.path);
  Outcome outcome{.row = match.row};
  Reply reply;
  if (match.row)
    reply = co_await answer(app, *match.row, request, match.path, outcome);
  else
    reply = request.method == "OPTIONS" ? preflight(request) : missing(routes, request);
  finish(reply, request, outcome);
  note(app, routes, request, reply, match.row, began);
  co_return reply;
}

}  // namespace dunlin::access
