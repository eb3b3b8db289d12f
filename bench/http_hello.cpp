// The ceiling of our own HTTP layer: one io thread answering a constant JSON body.
//   http_hello [port]        then: wrk -t1 -c64 -d5 http://127.0.0.1:3100/
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>

#include "dunlin/platform/http/server.hpp"

namespace {

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](timeval const& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int count, char** arguments) {
  boost::asio::io_context io(1);
  std::size_t requests = 0;
  dunlin::http::ServerOptions options;
  options.port = static_cast<std::uint16_t>(count > 1 ? std::atoi(arguments[1]) : 3100);
  dunlin::http::Server server(
      io.get_executor(), options, [](auto, auto) { return std::size_t{1024 * 1024}; },
      [&](dunlin::http::Request) -> dunlin::awaitable<dunlin::http::Response> {
        ++requests;
        dunlin::http::Response response;
        response.body = R"({"hello":"world"})";
        co_return response;
      });
  server.start();
  boost::asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&](auto, int) { io.stop(); });
  auto const before = cpu_seconds();
  io.run();
  auto const spent = cpu_seconds() - before;
  std::printf("%zu requests, %.2f us CPU each\n", requests, 1e6 * spent / static_cast<double>(requests ? requests : 1));
}
