#include "dunlin/platform/log/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <string>

#include "dunlin/base/json_writer.hpp"
#include "printable.hpp"

namespace dunlin::log {
namespace {

constexpr std::size_t most_buffered = 32 * 1024;
constexpr char const* text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %-5l %v";
constexpr char const* json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

/// Writes to standard error in few system calls: lines gather until somebody flushes.
class StandardError final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ~StandardError() override { flush_(); }

 protected:
  void sink_it_(spdlog::details::log_msg const& message) override {
    formatter_->format(message, buffer_);
    if (buffer_.size() > most_buffered) flush_();
  }
  void flush_() override {
    std::size_t done = 0;
    while (done < buffer_.size()) {
      auto const wrote = ::write(STDERR_FILENO, buffer_.data() + done, buffer_.size() - done);
      if (wrote > 0)
        done += static_cast<std::size_t>(wrote);
      else if (errno != EINTR)
        break;  // nobody reads: there is nowhere left to say so
    }
    buffer_.clear();
  }

 private:
  spdlog::memory_buf_t buffer_;
};

struct State {
  std::shared_ptr<spdlog::logger> logger;
  bool json = false;
};

State make(spdlog::level::level_enum level, bool json) {
  auto sink = std::make_shared<StandardError>();
  sink->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(json ? json_pattern : text_pattern, spdlog::pattern_time_type::utc));
  auto logger = std::make_shared<spdlog::logger>("dunlin", std::move(sink));
  logger->set_level(level);
  return {std::move(logger), json};
}

State& state() {
  static State the_state = make(spdlog::level::info, false);
  return the_state;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void configure(std::string_view level, bool json) {
  auto const wanted = level == "debug"   ? Level::debug
                      : level == "warn"  ? Level::warn
                      : level == "error" ? Level::error
                                         : Level::info;
  state().logger->flush();
  state() = make(to_spdlog(wanted), json);
  // Access lines are buffered; a quiet server must still show its last one soon.
  spdlog::drop(state().logger->name());
  spdlog::register_logger(state().logger);
  spdlog::flush_every(std::chrono::seconds(1));
}

bool enabled(Level level) {
  return state().logger->should_log(to_spdlog(level));
}

void write(Level level, std::string_view message) {
  auto& [logger, json] = state();
  // Libraries like to end what they say with a line break.
  while (message.ends_with('\n')) message.remove_suffix(1);
  if (json) {
    JsonWriter line(message.size() + 32);
    line.member("message", printable(message));
    logger->log(to_spdlog(level), spdlog::string_view_t(line.text().data(), line.text().size()));
  } else {
    auto const line = printable(message);
    logger->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
  }
  logger->flush();
}

void access(Access const& request) {
  auto& [logger, json] = state();
  if (!logger->should_log(spdlog::level::info)) return;
  std::string line;
  if (json) {
    JsonWriter out(320);
    out.member("message", "request");
    out.member("method", printable(request.method));
    out.member("path", printable(request.path));
    out.member("route", request.route);
    out.member("status", request.status);
    out.member("bytes", request.bytes);
    out.key("ms");
    out.raw(fmt::format("{:.3f}", request.milliseconds));
    out.member("address", request.address);
    out.member("request_id", printable(request.id));
    line = out.take();
  } else {
    line = fmt::format("{} {} {} {} B {:.3f} ms {} {}", printable(request.method), printable(request.path),
                       request.status, request.bytes, request.milliseconds, request.address, printable(request.id));
  }
  logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

void flush() {
  state().logger->flush();
}

}  // namespace dunlin::log
