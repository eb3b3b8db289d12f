// How sending to other servers goes.
#include "dunlin/store/deliveries.hpp"

#include <fmt/core.h>

#include "dunlin/platform/db/database.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

constexpr int most_shown = 100;

std::string time_or_dash(std::optional<Timestamp> time) {
  return time ? iso8601(*time) : "-";
}

int list_hosts(Context const& context) {
  auto const hosts =
      context.app.db.read_blocking([](db::Tx& tx) { return store::deliveries::by_host(tx, most_shown); });
  for (auto const& host : hosts) {
    fmt::print("{}  waiting {}, put off {}, delivered {}, failed {}, next {}{}\n", host.host, host.waiting,
               host.put_off, host.delivered, host.failed, time_or_dash(host.next_try),
               host.unavailable ? ", unavailable" : "");
  }
  return 0;
}

int list_deliveries(Context const& context) {
  store::deliveries::Filter const filter{.host = context.arguments.value("host").value_or(""), .state = {}};
  auto const deliveries = context.app.db.read_blocking(
      [&](db::Tx& tx) { return store::deliveries::list(tx, filter, {.limit = most_shown}); });
  for (auto const& one : deliveries) {
    fmt::print("{}  {}  {}  {}, attempts {}, next {}{}{}\n", one.id, iso8601(one.created_at), one.inbox,
               store::deliveries::to_text(one.state), one.attempts, time_or_dash(one.next_try),
               one.cause.empty() ? "" : ": ", one.cause);
  }
  return 0;
}

}  // namespace

void add_deliveries(Commands& on) {
  on.push_back({"deliveries", "hosts", "", "Print how sending to other servers goes, the worst first", {}, list_hosts});
  on.push_back({"deliveries",
                "list",
                "",
                "Print the newest deliveries: state, attempts, last cause, next try",
                {{.name = "host", .value = "HOST", .about = "Of this server only"}},
                list_deliveries});
}

}  // namespace dunlin::cli
