#pragma once
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dunlin {

/// An answer to the caller, not a fault of ours: thrown anywhere, turned into its own wire form at each door.
/// Its kind knows no protocol.
struct Refusal : std::runtime_error {
  enum class Kind {
    bad_request,        // not understood
    unauthenticated,    // who are you?
    forbidden,          // known, and not allowed
    not_found,          // missing, or not to be seen
    gone,               // was here, never comes back
    conflict,           // somebody else changed it meanwhile
    invalid,            // understood, but not acceptable
    too_large,          // more bytes than the limit
    unsupported_media,  // a content type we do not read
    too_many,           // slower, please
    unavailable,        // not now: something we need does not answer
  };

  /// One rejected field: "username", "ERR_TAKEN", "has already been taken".
  struct Detail {
    std::string field;
    std::string code;
    std::string description;
  };

  Refusal(Kind k, std::string const& why) : std::runtime_error(why), kind(k) {}
  Refusal(Kind k, std::string const& why, std::vector<Detail> fields)
      : std::runtime_error(why), kind(k), details(std::move(fields)) {}

  Kind kind;
  std::vector<Detail> details;
};

/// The refusal for anything missing or invisible; one text, so that existence never leaks.
inline Refusal not_found() {
  return {Refusal::Kind::not_found, "Record not found"};
}
inline Refusal forbidden() {
  return {Refusal::Kind::forbidden, "This action is not allowed"};
}
inline Refusal invalid(std::string const& why) {
  return {Refusal::Kind::invalid, "Validation failed: " + why};
}

}  // namespace dunlin
