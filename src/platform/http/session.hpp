#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/base/async.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/http/server.hpp"
#include "network.hpp"
#include "open_channel.hpp"
#include "request_parser.hpp"
#include "spool.hpp"

namespace dunlin::http {

class Session;

/// What all connections of one server share. Everything runs on one io thread: no locks.
struct ServerState {
  ServerState(ServerOptions options, Server::BodyLimit limit, Server::Handler handler);

  ServerOptions const options;
  Server::BodyLimit const limit;
  Server::Handler const handler;
  Networks const trusted;
  std::vector<Session*> sessions;
  std::vector<OpenChannel*> channels;
  bool stopping = false;
  std::size_t spools = 0;  // bodies on the disk
  /// What may wait for the disk. Goes with the server, before connections do that wait for it.
  std::unique_ptr<crypto::CpuPool> disk = std::make_unique<crypto::CpuPool>(1, 0);
  std::string read_buffer;  // filled and emptied without waiting in between, so one is enough for all

  /// Now as a Date header has it, made once per second.
  std::string_view date();
  /// A random id for a request without one.
  std::string next_id();

 private:
  std::time_t dated_ = 0;
  std::string date_;
  std::uint64_t random_;
};

/// One connection, from accept to close: reads requests, has them answered one after the other, writes.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  Session(std::shared_ptr<ServerState> state, boost::asio::ip::tcp::socket socket);
  ~Session();
  /// Returns when the connection is closed.
  awaitable<void> run();

  /// Called by the server's sweep: ends what took too long.
  void expire(Moment now);
  /// The server stops: closes when idle, else after the answer under way.
  void finish();
  void cut();

 private:
  enum class Phase { idle, head, body, handling, writing, lingering };
  enum class Step { more, ready, refused };

  /// Parses what has arrived. `refused`: answer with `refusal_` and close.
  Step parse();
  /// `body_bytes`: how much of the body came along with the head.
  Step judge_head(std::size_t body_bytes);
  Step refuse(int status);
  /// Reads what the socket has; false when it is closed.
  bool receive();
  /// Writes head_ and body as far as the socket takes them without waiting; false when it is broken.
  bool push(std::string_view body);
  /// What of an answer can be written without waiting: nearly always all of it, and then no coroutine is made.
  enum class Written { all, part, failed };
  Written begin_write(Response const& response);
  awaitable<bool> finish_write(Response const& response);
  bool sends_file(Response const& response) const;
  awaitable<bool> flush(std::string_view body);
  awaitable<bool> write_file(FileBody const& file);
  /// Takes what has come of the body to the disk; `refused` when there is no place for it, or no leave.
  awaitable<Step> spool(Step step);
  awaitable<Step> begin_spool();
  std::string_view body_of(Response const& response) const;
  /// Hands the connection over to the channel that the answer opens; the session is over then.
  void open_channel(Response& response, std::string const& key);
  awaitable<void> linger();
  void enter(Phase phase);
  Duration time_for(std::size_t bytes) const;
  void start_request();

  std::shared_ptr<ServerState> const state_;
  boost::asio::ip::tcp::socket socket_;
  std::string peer_;
  bool peer_trusted_ = false;
  Phase phase_ = Phase::head;
  Moment deadline_;
  bool expired_ = false;
  std::optional<RequestParser> parser_;
  bool head_judged_ = false;
  std::shared_ptr<Spool> spool_;  // of the body under way
  std::string pending_;           // received and not parsed yet
  std::size_t parsed_bytes_ = 0;  // of the head
  std::string head_;              // of the answer being written
  std::size_t written_ = 0;       // of head_ and the body
  int refusal_ = 0;
  std::string id_;  // of the request under way
  bool keep_alive_ = true, is_head_ = false;
  int version_ = 11;
  std::size_t place_;  // in state_->sessions
};

}  // namespace dunlin::http
