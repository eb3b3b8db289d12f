#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/test_app.hpp"

namespace dunlin::test {

/// A form as it stands on a page: where it goes and what it holds.
struct PageForm {
  std::string action;
  std::vector<std::pair<std::string, std::string>> fields;  // inputs with a name; values unescaped
};

/// A person's browser: keeps cookies, fills in forms, does not follow redirects by itself.
class Browser {
 public:
  explicit Browser(TestApp& app) : app_(app) {}

  access::Reply get(std::string_view target);
  access::Reply post(std::string_view target, std::vector<std::pair<std::string, std::string>> const& fields);
  access::Reply send(std::string_view method, std::string_view target, std::string const& body);
  /// Sends the form of the page that goes to `action`, with these values in place of its own or besides.
  access::Reply submit(access::Reply const& page, std::string_view action,
                       std::map<std::string, std::string> values = {});
  /// Walks the sign-in page; the answer to the form.
  access::Reply sign_in(std::string const& login, std::string const& password, std::string const& return_to = "/");

  std::map<std::string, std::string> cookies;

 private:
  TestApp& app_;
};

/// The forms of a page.
std::vector<PageForm> forms(std::string const& html);
/// A header's value, or empty.
std::string header(access::Reply const& reply, std::string_view name);
/// The value of a parameter in an address' query or fragment, decoded; empty when it is not there.
std::string parameter(std::string const& address, std::string const& name);
/// "a=1&b=2", encoded.
std::string encoded(std::vector<std::pair<std::string, std::string>> const& fields);

/// Somebody who signs in with a password.
struct Person {
  AccountId account;
  UserId user;
  std::string email;
  std::string password;
};
Person person(TestApp& app, std::string const& username, bool confirmed = true, bool approved = true);

/// A registered application and its secret.
struct Client {
  std::string id, secret;
  ApplicationId application;
};
inline constexpr char const* callback = "https://app.example/callback";
Client client(TestApp& app, std::string const& scopes = "read write", std::vector<std::string> uris = {callback});

}  // namespace dunlin::test
