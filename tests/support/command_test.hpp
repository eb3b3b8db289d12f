#pragma once
#include <boost/asio/system_executor.hpp>
#include <string>
#include <vector>

#include "dunlin/cli/cli.hpp"
#include "test_app.hpp"

namespace dunlin::test {

/// Commands as an admin types them, against a test's own database.
struct CommandTest : AppTest {
  /// The exit status; what was printed stands in out and err.
  int run(std::vector<std::string> const& words) {
    cli::Commands commands;
    cli::add_commands(commands);
    config::Reading const reading;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int const status = cli::run(commands, words, {reading, [&](config::Config const&, auto const& work) {
                                                    return work(app.app(), boost::asio::system_executor());
                                                  }});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return status;
  }
  std::string out, err;
};

}  // namespace dunlin::test
