#include <algorithm>

#include "dunlin/access/scopes.hpp"
#include "dunlin/actions/applications.hpp"
#include "dunlin/actions/grants.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/records.hpp"
#include "redirect_address.hpp"
#include "scope_words.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

constexpr std::size_t longest_state = 4096;

/// What an application asks for, its client and redirect address known to be good.
struct Ask {
  store::applications::Application client;
  std::string redirect_uri, scope, state, code_challenge, response_mode;
  bool again = false;         // force_login: asks even when it was granted before
  std::string error, reason;  // what is wrong with the rest, in the words of RFC 6749; empty for nothing

  bool out_of_band() const { return redirect_uri == actions::out_of_band; }
};

/// The scopes in one line, or nothing when the application may not ask for them.
std::optional<std::string> scopes_of(store::applications::Application const& client, std::string const& asked) {
  auto const words = access::Scopes::words(asked);
  auto const own = access::Scopes::parse(client.scopes);
  if (!words || !own) return std::nullopt;
  auto scopes = words->empty() ? std::string("read") : access::joined(*words);
  if (!own->contains(*access::Scopes::parse(scopes))) return std::nullopt;
  return scopes;
}

void check(Ask& ask, http::Params const& params) {
  auto const text = [&](std::string_view name) { return params.text(name).value_or(""); };
  auto const wrong = [&](char const* error, char const* reason) {
    if (!ask.error.empty()) return;
    ask.error = error;
    ask.reason = reason;
  };
  if (text("response_type") != "code")
    wrong("unsupported_response_type", "The authorization server does not support this response type.");
  auto const scopes = scopes_of(ask.client, text("scope"));
  if (!scopes) wrong("invalid_scope", "The requested scope is invalid, unknown, or malformed.");
  ask.scope = scopes.value_or("");

  ask.code_challenge = text("code_challenge");
  if (ask.code_challenge.empty() ? !text("code_challenge_method").empty() : text("code_challenge_method") != "S256")
    wrong("invalid_request", "The code_challenge_method must be S256.");
  else if (!ask.code_challenge.empty() && !actions::is_challenge(ask.code_challenge))
    wrong("invalid_request", "The code_challenge is not one of S256.");

  ask.response_mode = text("response_mode");
  if (ask.response_mode.empty()) ask.response_mode = "query";
  if (ask.response_mode != "query" && ask.response_mode != "fragment" && ask.response_mode != "form_post") {
    wrong("invalid_request", "The authorization server does not support this response mode.");
    ask.response_mode = "query";
  }
}

/// Refuses what must not be sent anywhere: an unknown application, or an address it did not register.
Ask read(Call const& call, db::Tx& tx) {
  auto const& params = call.params;
  auto client = store::applications::by_client_id(tx, params.text("client_id").value_or(""));
  if (!client)
    throw Refusal(Refusal::Kind::bad_request,
                  "This app is not registered here. Going back to it and signing in once more often helps.");
  Ask ask{.client = *std::move(client)};
  ask.redirect_uri = params.text("redirect_uri").value_or("");
  if (std::ranges::find(ask.client.redirect_uris, ask.redirect_uri) == ask.client.redirect_uris.end())
    throw Refusal(Refusal::Kind::bad_request, "The app wants an answer at an address that it did not register here.");
  ask.state = params.text("state").value_or("");
  if (ask.state.size() > longest_state) throw Refusal(Refusal::Kind::bad_request, "The app's state is too long.");
  ask.again = params.flag("force_login").value_or(false);
  check(ask, params);
  return ask;
}

/// Sends parameters to the application the way it wants them.
Reply answer(Call const& call, Ask const& ask, Parameters parameters) {
  if (!ask.state.empty()) parameters.emplace_back("state", ask.state);
  if (ask.response_mode != "form_post")
    return redirect(with_parameters(ask.redirect_uri, parameters, ask.response_mode == "fragment"));
  Data data;
  std::vector<Data> fields;
  for (auto const& [name, value] : parameters) fields.emplace_back().set("name", name).set("value", value);
  data.set("application", ask.client.name).set("action", ask.redirect_uri).set("fields", std::move(fields));
  return show(call.request,
              {.body = "form_post.html",
               .title = words_for(call.request).say("page.form_post.title"),
               .form_targets = form_target(ask.redirect_uri)},
              std::move(data));
}

Reply refused(Call const& call, Ask const& ask, std::string const& error, std::string const& reason) {
  if (ask.out_of_band()) throw Refusal(Refusal::Kind::bad_request, reason);
  return answer(call, ask, {{"error", error}, {"error_description", reason}});
}

Reply granted(Call const& call, db::Tx& tx, Ask const& ask, UserId user) {
  auto const code = actions::issue_code(call.app, tx,
                                        {.application = ask.client.id,
                                         .user = user,
                                         .redirect_uri = ask.redirect_uri,
                                         .scopes = ask.scope,
                                         .code_challenge = ask.code_challenge});
  if (ask.out_of_band()) return redirect("/oauth/authorize/native?code=" + code);
  return answer(call, ask, {{"code", code}});
}

Reply consent_page(Call const& call, db::Tx& tx, Ask const& ask, Visitor& visitor) {
  AccountId const ids[]{visitor.user->account};
  auto const account = store::accounts_by_id(call.app.records, tx, ids).front();
  if (!account) throw not_found();
  Data data;
  data.set("csrf_token", csrf_token(call.app, visitor)).set("application", ask.client.name);
  data.set("website", ask.client.website);
  data.set("website_place", ask.client.website.empty() ? std::string() : place_of(ask.client.website));
  data.set("place", place_of(ask.redirect_uri));
  data.set("name", account->display_name.empty() ? account->username : account->display_name);
  data.set("username", account->username).set("domain", call.app.config.local_domain);
  data.set("avatar", account->avatar_url.empty() ? "/avatars/original/missing.png" : account->avatar_url);
  auto const& words = words_for(call.request);
  std::vector<Data> lines;
  for (auto const& line : permissions(ask.scope, words))
    lines.emplace_back().set("what", line.what).set("detail", line.detail).set("grave", line.grave);
  data.set("permissions", std::move(lines));
  // The decision is sent to the address that asked, so that it is about the very same question.
  data.set("action", "/oauth/authorize?" + call.request.query).set("return_to", safe_return(call.request.target));
  return show(call.request,
              {.body = "consent.html",
               .title = words.say("page.consent.title", {{"application", ask.client.name}}),
               .form_targets = form_target(ask.redirect_uri)},
              std::move(data));
}

// Asking may end in a code, which is a write although the method is GET.
awaitable<Reply> show_authorize(Call const& call) {
  co_return co_await call.app.db.transact([&](db::Tx& tx) {
    auto const ask = read(call, tx);
    auto visitor = with_user(call, tx);
    // Nobody is sent on to an application before they signed in: this must be no open redirect.
    if (!visitor.user) return to_sign_in(call.request);
    if (!ask.error.empty()) return refused(call, ask, ask.error, ask.reason);
    if (!ask.again && actions::has_granted(tx, ask.client.id, visitor.user->id, ask.scope))
      return granted(call, tx, ask, visitor.user->id);
    return consent_page(call, tx, ask, visitor);
  });
}

Reply decide(Call const& call, db::Tx& tx, bool agreed) {
  auto const ask = read(call, tx);
  auto const visitor = with_user(call, tx);
  if (!visitor.user) return to_sign_in(call.request);
  if (!is_own_form(call)) return expired_form(call.request);
  if (!ask.error.empty()) return refused(call, ask, ask.error, ask.reason);
  if (agreed) return granted(call, tx, ask, visitor.user->id);
  if (ask.out_of_band()) return redirect("/");
  return refused(call, ask, "access_denied", "The resource owner or authorization server denied the request.");
}

// Two forms, each with one meaning: what walks the page without looking sends the first one.
Reply agree(Call const& call, db::Tx& tx) {
  return decide(call, tx, call.params.text("_method") != "delete");
}

Reply deny(Call const& call, db::Tx& tx) {
  return decide(call, tx, false);
}

/// The code to be typed into an application that no address leads to.
Reply show_code(Call const& call, db::Tx& tx) {
  auto const code = call.params.text("code").value_or("");
  auto const plain = std::ranges::all_of(code, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (code.empty() || code.size() > 200 || !plain) throw not_found();
  if (!with_user(call, tx).user) return to_sign_in(call.request);
  Data data;
  data.set("code", code);
  return show(call.request, {.body = "code.html", .title = words_for(call.request).say("page.code.title")},
              std::move(data));
}

}  // namespace

void add_authorize(access::Routes& on) {
  access::Rules const by_session{.who = access::Who::nobody};
  on.get("/oauth/authorize", show_authorize, by_session);
  on.post("/oauth/authorize", agree, by_session);
  on.del("/oauth/authorize", deny, by_session);
  on.get("/oauth/authorize/native", show_code, by_session);
}

}  // namespace dunlin::web
