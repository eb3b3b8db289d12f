#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

#include "program.hpp"

namespace dunlin::server {
namespace {

using Samples = std::vector<metrics::Sample>;

/// Resident bytes of this process, from the second number of /proc/self/statm.
double resident_bytes() {
  long pages = 0, resident = 0;
  if (auto* const file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto const seconds = [](timeval t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void add_process(Samples& to) {
  to.push_back({"process_resident_memory_bytes", "Resident memory", {}, resident_bytes()});
  to.push_back({"process_cpu_seconds_total", "User and system time", {}, cpu_seconds(), true});
}

void add_pools(Samples& to, Program const& program) {
  auto const db = program.db.load();
  auto const http = program.http.load();
  auto const add = [&](char const* name, char const* help, double value) { to.push_back({name, help, {}, value}); };
  add("dunlin_database_threads", "Connections the pool may use", db.threads);
  add("dunlin_database_busy", "Database threads at work", db.busy);
  add("dunlin_database_waiting", "Work that waits for a database thread", db.waiting);
  add("dunlin_cpu_waiting", "Hashes and signatures that wait for a core", program.cpu.waiting());
  add("dunlin_outgoing_connections", "Open connections to other servers", http.open);
  add("dunlin_outgoing_connections_idle", "Of them, those that rest in the pool", http.idle);
  auto const hosts = program.federation.troubled(program.clock.now());
  add("dunlin_servers_resting", "Other servers that failed and are left alone for a while", hosts.resting);
  add("dunlin_servers_unavailable", "Other servers that failed for days and are not tried", hosts.unavailable);
  add("dunlin_redis_connected", "Whether Redis answers", program.redis.connected() ? 1 : 0);
  to.push_back({"dunlin_database_statements_total",
                "Statements sent to PostgreSQL",
                {},
                static_cast<double>(program.db.statements_sent()),
                true});
}

template <class Cache>
void add_cache(Samples& to, std::string const& name, Cache const& cache) {
  metrics::Labels const labels{{"cache", name}};
  to.push_back({"dunlin_cache_bytes", "Memory of caches", labels, static_cast<double>(cache.bytes())});
  to.push_back({"dunlin_cache_hits_total", "Found in memory", labels, static_cast<double>(cache.hits()), true});
  to.push_back({"dunlin_cache_misses_total", "Not found in memory", labels, static_cast<double>(cache.misses()), true});
}

void add_caches(Samples& to, Program const& program) {
  add_cache(to, "accounts", program.records.accounts);
  add_cache(to, "statuses", program.records.statuses);
  add_cache(to, "pieces", program.records.pieces);
  to.push_back({"dunlin_tokens_remembered", "Access tokens in memory", {}, static_cast<double>(program.tokens.size())});
  to.push_back(
      {"dunlin_callers_counted", "Callers whose rate is watched", {}, static_cast<double>(program.rate_limits.size())});
}

void add_tallies(Samples& to, Program const& program) {
  for (auto const& tally : program.jobs.tallies()) {
    auto const add = [&](char const* outcome, std::int64_t jobs) {
      to.push_back({"dunlin_jobs_run_total",
                    "Runs of jobs in this process by outcome",
                    {{"kind", tally.kind}, {"outcome", outcome}},
                    static_cast<double>(jobs),
                    true});
    };
    add("done", tally.done);
    add("retried", tally.retried);
    add("dead", tally.dead);
  }
}

}  // namespace

void add_gauges(Program& program, std::function<int()> connections) {
  program.metrics.on_scrape([&program, connections = std::move(connections)](Samples& to) {
    add_process(to);
    add_pools(to, program);
    add_caches(to, program);
    add_tallies(to, program);
    to.push_back(
        {"dunlin_streams_open", "Open streams: WebSockets and server-sent", {}, double(program.streams.open())});
    to.push_back({"dunlin_http_connections", "Open connections to this server", {}, double(connections())});
  });
}

}  // namespace dunlin::server
