#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/federation/vocabulary/node.hpp"

namespace dunlin::federation {

/// What came of asking for a document.
struct Fetched {
  enum class Outcome {
    document,     // here it is
    gone,         // 410: it was there and is no more
    refused,      // answered, but nothing we may use: asking again soon is no use
    unreachable,  // no answer, or not now
  };
  Outcome outcome = Outcome::unreachable;
  vocabulary::Node document;
  std::string text;
  std::string url;  // the one that answered
  int status = 0;   // of the answer; 0 for none
};

/// A signed GET for an ActivityPub document; its id is not looked at.
awaitable<Fetched> fetch(App&, std::string url);
/// The same, and the document's id is the URL it was read from; if it names another one, that is asked, once.
awaitable<Fetched> fetch_by_id(App&, std::string url);

/// Whether we would ever ask this URL: http(s) as the configuration has it, and not our own.
bool may_ask(App const&, std::string_view url);
/// "https://" or, on a loopback test network, "http://", in front of this host.
std::string origin_of_host(App const&, std::string_view host);

}  // namespace dunlin::federation
