#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/federation/vocabulary/node.hpp"

/// Asking to quote, and being let to (FEP-044f; contract, section 6.5).
namespace dunlin::federation::vocabulary {

/// The consent of an author that one post quotes another.
struct Stamp {
  std::string id;
  std::string author;   // of what is quoted
  std::string quoting;  // the post that quotes
  std::string quoted;
};
/// Nothing when it is none, or not on its author's own server.
std::optional<Stamp> read_stamp(Node const& document);
std::string write_stamp(Stamp const& stamp);
/// The Delete that takes a consent back. It says nothing of the posts but their ids.
std::string write_stamp_removal(Stamp const& stamp);

/// That somebody asks to quote a post.
struct QuoteRequest {
  std::string id;
  std::string actor;
  std::string quoted;
  std::string instrument;  // the post that quotes
};
/// `note` is the quoting post, a finished JSON object.
std::string write_quote_request(QuoteRequest const& request, std::string_view note);
/// "Accept", with the consent, or "Reject".
std::string write_quote_answer(std::string_view type, std::string_view id, std::string_view actor,
                               QuoteRequest const& request, std::string_view stamp);

}  // namespace dunlin::federation::vocabulary
