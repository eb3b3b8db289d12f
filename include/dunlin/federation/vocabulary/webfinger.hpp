#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/domain/account.hpp"
#include "dunlin/federation/urls.hpp"

namespace dunlin::federation::vocabulary {

/// What WebFinger says about somebody (contract, section 1.2).
struct Finger {
  std::string username;  // of the subject
  std::string domain;    // ASCII, lower-case
  std::string actor;     // the self link
};
/// Nothing without an acct: subject or a self link of one of the two ActivityPub types.
std::optional<Finger> read_webfinger(std::string_view jrd);
/// The template of the lrdd link of a host-meta document, with {uri} in it. Expands no entities but the five
/// of XML.
std::optional<std::string> read_host_meta(std::string_view xml);

/// "name@domain" of "@name@domain", "acct:name@domain" and so on; domain in ASCII, lower-case. Nothing when
/// it is no handle with a domain.
struct Handle {
  std::string username;
  std::string domain;
};
std::optional<Handle> read_handle(std::string_view text);

std::string write_webfinger(Urls const& urls, Account const& account);
/// Of the instance actor.
std::string write_instance_webfinger(Urls const& urls);

}  // namespace dunlin::federation::vocabulary
