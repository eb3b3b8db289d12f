#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <string>
#include <vector>

#include "dunlin/cli/cli.hpp"
#include "test_app.hpp"

namespace dunlin::test {

/// Commands as an admin types them, against a test's own database.
struct CommandTest : AppTest {
  using AppTest::AppTest;
  /// The exit status; what was printed stands in out and err.
  int run(std::vector<std::string> const& words) {
    cli::Commands commands;
    cli::add_commands(commands);
    config::Reading const reading;
    // Not the system's executor: its threads outlive what OpenSSL keeps for each thread.
    boost::asio::thread_pool io(1);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int const status =
        cli::run(commands, words, {reading, [&](config::Config const&, auto const& work) {
                                     return work(app.app(), boost::asio::any_io_executor(io.get_executor()));
                                   }});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return status;
  }
  std::string out, err;
};

}  // namespace dunlin::test
