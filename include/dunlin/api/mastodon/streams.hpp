#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "dunlin/access/call.hpp"
#include "dunlin/app.hpp"
#include "dunlin/platform/db/transaction.hpp"

namespace dunlin::api::mastodon {

struct Subscription;

/// All open streams of this process (behaviours.md, "Streaming"): WebSockets, each with the streams it subscribed to,
/// and server-sent ones. Hears live events, has each rendered once for all who may see it in the same shape, and sends
/// it in the order in which things happened.
class Streams {
 public:
  /// `app` may still be under construction.
  explicit Streams(App& app);
  ~Streams();

  void start(boost::asio::any_io_executor executor);
  void stop();
  /// Ends streams whose token holds no longer. Any thread.
  void changed(db::Change const& change);
  /// How many are open. Any thread.
  int open() const;

  /// An answer that becomes a WebSocket; `protocol` is sent back as its subprotocol, none when empty. It begins with
  /// this subscription if there is one.
  access::Reply websocket(access::Token const& token, std::string const& protocol,
                          std::shared_ptr<Subscription const> first);
  /// An answer that becomes a server-sent stream of one subscription that was admitted.
  access::Reply text_stream(access::Token const& token, Subscription const& subscription);

 private:
  struct Impl;
  std::shared_ptr<Impl> const impl_;
};

}  // namespace dunlin::api::mastodon
