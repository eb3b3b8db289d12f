#include "session.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <system_error>
#include <utility>

#include "dunlin/platform/http/file_body.hpp"
#include "dunlin/platform/log/log.hpp"
#include "forwarded.hpp"
#include "response_head.hpp"

namespace dunlin::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t kept_buffer_bytes = 4 * 1024;    // what an idle connection may hold on to
constexpr std::size_t most_framing_bytes = 16 * 1024;  // of a chunk's head, or of trailers
constexpr std::size_t file_piece_bytes = 256 * 1024;
constexpr auto linger_patience = std::chrono::seconds(2);
constexpr std::size_t most_lingering_bytes = 1024 * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

IpAddress bytes_of(asio::ip::address const& address) {
  if (address.is_v4()) return from_ipv4(address.to_v4().to_uint());
  return address.to_v6().to_bytes();
}

asio::ip::address plain(asio::ip::address const& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address;
}

}  // namespace

ServerState::ServerState(ServerOptions options_, Server::BodyLimit limit_, Server::Handler handler_)
    : options(std::move(options_)),
      limit(std::move(limit_)),
      handler(std::move(handler_)),
      trusted(options.trusted_proxies),
      read_buffer(read_bytes, '\0') {
  if (getrandom(&random_, sizeof random_, 0) != sizeof random_) random_ = reinterpret_cast<std::uintptr_t>(this);
}

std::string_view ServerState::date() {
  timespec now;
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != dated_) {
    dated_ = now.tv_sec;
    date_ = http_date(Timestamp(std::chrono::seconds(dated_)));
  }
  return date_;
}

std::string ServerState::next_id() {
  // Ids are for finding lines in a log, not secrets: SplitMix64 from a random start, 60 bits of it in text
  // that needs no allocation.
  auto bits = random_ += 0x9E3779B97F4A7C15ULL;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9ULL;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBULL;
  bits ^= bits >> 31;
  std::string id(12, '0');
  for (char& c : id) {
    c = "0123456789abcdefghijkmnpqrstuvwx"[bits & 31];
    bits >>= 5;
  }
  return id;
}

Session::Session(std::shared_ptr<ServerState> state, asio::ip::tcp::socket socket)
    : state_(std::move(state)), socket_(std::move(socket)), place_(state_->sessions.size()) {
  state_->sessions.push_back(this);
  error_code failed;
  socket_.set_option(asio::ip::tcp::no_delay(true), failed);
  socket_.non_blocking(true, failed);
  auto const remote = socket_.remote_endpoint(failed);
  if (failed) return;
  auto const address = plain(remote.address());
  peer_ = address.to_string();
  peer_trusted_ = state_->trusted.contains(bytes_of(address));
}

Session::~Session() {
  state_->sessions.back()->place_ = place_;
  std::swap(state_->sessions[place_], state_->sessions.back());
  state_->sessions.pop_back();
}

awaitable<void> Session::run() {
  enter(Phase::head);  // a new connection must speak at once
  for (;;) {
    start_request();
    auto step = parse();
    while (step == Step::more) {
      error_code failed;
      co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, failed));
      if (expired_ && parser_->got_some())
        step = refuse(408);
      else if (failed || !receive())
        co_return;
      else
        step = parse();
      auto const in_memory = parser_->request.body.size();
      if (step != Step::refused && (spool_ || in_memory > state_->options.most_body_in_memory))
        step = co_await spool(step);
    }
    if (step == Step::ready && spool_) parser_->request.spool = std::move(spool_);
    Response response;
    std::string websocket_key;
    if (step == Step::ready) {
      enter(Phase::handling);
      websocket_key = parser_->request.header("sec-websocket-key");
      try {
        response = co_await state_->handler(std::move(parser_->request));
      } catch (std::exception const& failure) {
        log::error("request {}: {}", id_, failure.what());
        response = plain_error(500);
      }
    } else {
      keep_alive_ = false;
      response = plain_error(refusal_);
    }
    if (response.opens && !is_head_) {
      open_channel(response, websocket_key);
      co_return;
    }
    auto const written = begin_write(response);
    if (written == Written::failed || (written == Written::part && !co_await finish_write(response))) co_return;
    if (!keep_alive_) {
      if (step == Step::refused || !pending_.empty()) co_await linger();
      co_return;
    }
    enter(Phase::idle);
  }
}

void Session::start_request() {
  parser_.emplace(state_->options.most_header_bytes);
  head_judged_ = false;
  parsed_bytes_ = 0;
  spool_.reset();
  id_.clear();
  version_ = 11;
  is_head_ = false;
}

void Session::enter(Phase phase) {
  phase_ = phase;
  auto const now = std::chrono::steady_clock::now();
  auto const& options = state_->options;
  switch (phase) {
    case Phase::idle:
      deadline_ = now + options.idle;
      if (pending_.capacity() > kept_buffer_bytes && pending_.empty()) pending_.shrink_to_fit();
      break;
    case Phase::head:
      deadline_ = now + options.header_patience;
      break;
    case Phase::body:
    case Phase::writing:
      deadline_ = now + options.body_patience;
      break;
    case Phase::handling:
      deadline_ = Moment::max();
      break;
    case Phase::lingering:
      deadline_ = now + linger_patience;
      break;
  }
}

/// What a body of so many bytes may take longer than a small one.
Duration Session::time_for(std::size_t bytes) const {
  return std::chrono::milliseconds(bytes * 1000 / state_->options.slowest_body);
}

bool Session::receive() {
  error_code failed;
  auto const count = socket_.read_some(asio::buffer(state_->read_buffer), failed);
  if (failed) return failed == asio::error::would_block;
  pending_.append(state_->read_buffer, 0, count);
  if (phase_ == Phase::body) deadline_ += time_for(count);
  return true;
}

Session::Step Session::refuse(int status) {
  refusal_ = status;
  return Step::refused;
}

Session::Step Session::parse() {
  std::size_t used = 0;
  if (!parser_->got_some())
    while (std::string_view(pending_).substr(used, 2) == "\r\n") used += 2;  // RFC 9112, section 2.2
  auto step = Step::more;
  while (used < pending_.size()) {
    if (phase_ == Phase::idle) enter(Phase::head);
    error_code failed;
    auto const count = parser_->put(asio::buffer(pending_.data() + used, pending_.size() - used), failed);
    used += count;
    if (!head_judged_) parsed_bytes_ += count;
    if (failed == boost::beast::http::error::header_limit)
      step = refuse(431);
    else if (failed == boost::beast::http::error::body_limit)
      step = refuse(413);
    else if (failed && failed != boost::beast::http::error::need_more)
      step = refuse(400);
    else if (parser_->is_header_done() && !head_judged_)
      step = judge_head(pending_.size() - used);
    if (step == Step::more && head_judged_ && parser_->is_done()) step = Step::ready;
    if (failed || step != Step::more) break;
  }
  pending_.erase(0, used);
  if (step == Step::more) {
    auto const most = state_->options.most_header_bytes;
    if (!head_judged_ && parsed_bytes_ + pending_.size() > most) return refuse(431);
    if (head_judged_ && pending_.size() > most_framing_bytes) return refuse(400);
    if (head_judged_ && parser_->wants_continue && pending_.empty() && parser_->request.body.empty()) {
      parser_->wants_continue = false;
      error_code ignored;  // 25 bytes into an empty send buffer; a client that never gets them sends all the same
      socket_.write_some(asio::buffer(continue_line), ignored);
    }
  }
  return step;
}

Session::Step Session::judge_head(std::size_t body_bytes) {
  head_judged_ = true;
  auto& request = parser_->request;
  version_ = parser_->version;
  is_head_ = parser_->is_head;
  keep_alive_ = parser_->keep_alive();
  if (parsed_bytes_ > state_->options.most_header_bytes) return refuse(431);
  if (!parser_->accept_head()) return refuse(400);
  request.address = peer_;
  request.scheme = "http";
  if (peer_trusted_) apply_forwarded(request, state_->trusted);
  if (request.id.empty()) request.id = state_->next_id();
  id_ = request.id;
  if (parser_->is_done()) return Step::more;

  auto const limit = state_->limit(request.method, request.path);
  if (parser_->content_length().value_or(0) > limit) return refuse(413);
  parser_->body_limit(limit);
  parser_->eager(true);
  enter(Phase::body);
  deadline_ += time_for(body_bytes);
  return Step::more;
}

awaitable<Session::Step> Session::begin_spool() {
  auto& state = *state_;
  if (state.spools >= state.options.most_spools) co_return refuse(503);
  if (state.options.admit && !co_await state.options.admit(parser_->request)) co_return refuse(401);
  ++state.spools;
  auto const leave = [shared = state_](Spool* spool) {
    --shared->spools;
    delete spool;
  };
  std::unique_ptr<Spool> made;
  co_await state.disk->run([&] { made = std::make_unique<Spool>(state.options.spool_directory); });
  spool_ = std::shared_ptr<Spool>(made.release(), leave);
  co_return Step::more;
}

awaitable<Session::Step> Session::spool(Step step) {
  try {
    if (!spool_ && co_await begin_spool() == Step::refused) co_return Step::refused;
    auto const piece = std::exchange(parser_->request.body, {});
    co_await state_->disk->run([&] {
      spool_->append(piece);
      if (step == Step::ready) spool_->finish();
    });
  } catch (std::system_error const& failure) {
    log::error("request {}: its body cannot be written to {}: {}", id_, state_->options.spool_directory,
               failure.what());
    co_return refuse(503);
  }
  co_return step;
}

std::string_view Session::body_of(Response const& response) const {
  return is_head_ || response.file || !has_body(response.status) ? std::string_view() : std::string_view(response.body);
}

bool Session::push(std::string_view body) {
  while (written_ < head_.size() + body.size()) {
    auto const of_head = std::min(written_, head_.size());
    std::array<asio::const_buffer, 2> const rest{asio::buffer(std::string_view(head_).substr(of_head)),
                                                 asio::buffer(body.substr(written_ - of_head))};
    error_code failed;
    written_ += socket_.write_some(rest, failed);
    if (failed) return failed == asio::error::would_block;
  }
  return true;
}

Session::Written Session::begin_write(Response const& response) {
  if (state_->stopping) keep_alive_ = false;
  if (id_.empty()) id_ = state_->next_id();
  head_.clear();
  written_ = 0;
  append_head(head_, response, {.date = state_->date(), .id = id_, .version = version_, .keep_alive = keep_alive_});
  auto const body = body_of(response);
  if (!push(body)) return Written::failed;
  return written_ == head_.size() + body.size() && !sends_file(response) ? Written::all : Written::part;
}

void Session::open_channel(Response& response, std::string const& key) {
  if (response.status == 101) {
    open_websocket(state_, std::move(socket_), key, std::move(response.headers), pending_, std::move(response.opens));
    return;
  }
  std::string head;
  append_head(head, response, {.date = state_->date(), .id = id_, .version = version_, .keep_alive = false});
  open_text_stream(state_, std::move(socket_), std::move(head), response.opens);
}

bool Session::sends_file(Response const& response) const {
  return response.file && !is_head_ && has_body(response.status);
}

awaitable<bool> Session::finish_write(Response const& response) {
  if (!co_await flush(body_of(response))) co_return false;
  co_return !sends_file(response) || co_await write_file(*response.file);
}

/// A piece at a time, so that a film takes no more memory than a picture.
awaitable<bool> Session::write_file(FileBody const& file) {
  for (std::uint64_t at = 0; at < file.length(); at += head_.size()) {
    try {
      head_ = co_await state_->disk->run([&] { return file.read(at, file_piece_bytes); });
    } catch (std::system_error const& failure) {
      log::error("request {}: {}", id_, failure.what());
      co_return false;  // the client sees that something is missing
    }
    written_ = 0;
    if (!co_await flush({})) co_return false;
  }
  co_return true;
}

awaitable<bool> Session::flush(std::string_view body) {
  if (!push(body)) co_return false;
  while (written_ < head_.size() + body.size()) {
    enter(Phase::writing);  // anew after each piece: a slow reader may take long, a dead one may not
    error_code failed;
    co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, asio::redirect_error(asio::use_awaitable, failed));
    if (failed || !push(body)) co_return false;
  }
  co_return true;
}

awaitable<void> Session::linger() {
  // Closing with unread bytes would reset the connection and could take the answer away from its reader.
  enter(Phase::lingering);
  error_code failed;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failed);
  std::size_t dropped = pending_.size();
  while (!failed && dropped < most_lingering_bytes) {
    co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) break;
    auto const count = socket_.read_some(asio::buffer(state_->read_buffer), failed);
    if (failed == asio::error::would_block) failed = {};
    dropped += count;
  }
}

void Session::expire(Moment now) {
  if (now < deadline_) return;
  expired_ = true;
  deadline_ = Moment::max();
  error_code ignored;
  socket_.cancel(ignored);
}

void Session::finish() {
  if (phase_ == Phase::idle || (phase_ == Phase::head && !(parser_ && parser_->got_some()))) cut();
}

void Session::cut() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace dunlin::http
