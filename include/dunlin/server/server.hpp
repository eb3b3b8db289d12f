#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::server {

/// Runs the server until SIGINT or SIGTERM: migrates, builds the program, listens, and stops without losing a
/// request. Returns the exit status.
int serve(config::Config const& config);

/// Builds the program without listening and without running jobs, and calls the work on this thread while an io
/// thread runs beside it. What the work changed is announced to the processes that serve. Returns what the work
/// returns; throws what it throws.
int with_app(config::Config const& config, std::function<int(App&, boost::asio::any_io_executor)> const& work);

/// Method, path, who may call, scopes and limits of every route, in columns.
std::string routes_in_columns();
/// The same of the API alone, as the table in docs/api.md.
std::string routes_as_markdown();

}  // namespace dunlin::server
