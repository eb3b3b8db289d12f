#include "pages.hpp"

#include "dunlin/access/refusals.hpp"
#include "dunlin/web/routes.hpp"

namespace dunlin::web {

namespace {

/// No script at all, style and pictures from files, forms to ourselves and where the page says.
std::string policy(Page const& page) {
  return "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'" +
         (page.form_targets.empty() ? "" : " " + page.form_targets) + "; frame-ancestors 'none'; base-uri 'none'";
}

Reply message(http::Request const& request, int status, std::string const& title, std::string const& text) {
  Data data;
  data.set("heading", title).set("text", text);
  data.set("number", std::to_string(status));
  data.set("request", status >= 500 ? request.id : std::string());
  return show(request, {.body = "message.html", .title = title, .status = status}, std::move(data));
}

/// What these say of themselves is what the refusal says.
bool says_why(int status) {
  return status == 404 || status == 410 || status == 429 || status == 500 || status == 503;
}

Reply problem(http::Request const& request, int status, std::string const& otherwise) {
  auto const& words = words_for(request);
  bool const known = says_why(status) || status == 401 || status == 403 || status == 413;
  auto const key = "page.problem." + (known ? std::to_string(status) : std::string("other"));
  return message(request, status, words.say(key + ".title"), says_why(status) ? words.say(key + ".text") : otherwise);
}

}  // namespace

Reply show(http::Request const& request, Page const& page, Data data) {
  auto const& words = words_for(request);
  data.set("lang", words.language()).set("dir", words.direction());
  data.set("page_title", page.title).set("host", request.host);
  data.set("style", asset("page.css")).set("icon", asset("icon.svg"));
  data.set("alternate", page.alternate).set("narrow", page.narrow);
  data.set("content", SafeHtml::trusted(fill_file(page.body, data, words)));  // our own template, its values escaped
  Reply reply;
  reply.status = page.status;
  reply.type = "text/html; charset=utf-8";
  reply.body = fill_file("layout.html", data, words);
  reply.with("Content-Security-Policy", policy(page)).with("Cache-Control", "private, no-store");
  return reply.with("Content-Language", std::string(words.language()));
}

Reply show_framed(http::Request const& request, Page const& page, Data data) {
  auto const& words = words_for(request);
  data.set("lang", words.language()).set("dir", words.direction());
  data.set("page_title", page.title).set("host", request.host).set("style", asset("page.css"));
  data.set("content", SafeHtml::trusted(fill_file(page.body, data, words)));
  Reply reply;
  reply.type = "text/html; charset=utf-8";
  reply.body = fill_file("embed.html", data, words);
  // No browser knows this value, so none minds it: the policy decides.
  reply.with("X-Frame-Options", "ALLOWALL")
      .with("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self' https:; frame-ancestors *; base-uri 'none'; "
            "form-action 'none'")
      .with("Cache-Control", "public, max-age=180")
      .with("Vary", "Accept-Language");
  return reply;
}

Reply redirect(std::string location) {
  Reply reply;
  reply.status = 302;
  reply.type = "text/html; charset=utf-8";
  reply.with("Location", std::move(location)).with("Cache-Control", "private, no-store");
  return reply;
}

Reply refuse(http::Request const& request, Refusal const& refusal) {
  return problem(request, access::status_of(refusal.kind), refusal.what());
}

Reply broken(http::Request const& request, int status) {
  return problem(request, status, {});
}

Reply expired_form(http::Request const& request) {
  auto const& words = words_for(request);
  return message(request, 422, words.say("page.problem.form.title"), words.say("page.problem.form.text"));
}

void add_routes(access::Routes& on) {
  on.refuse_with(refuse, broken);
  on.missing_with(broken);
  add_assets(on);
  add_media_files(on);
  add_media_copies(on);
  add_sign_in(on);
  add_authorize(on);
  add_applications(on);
  add_front(on);
  add_profiles(on);
  add_timeline_app(on);
  add_well_known(on);
  add_settings(on);  // last: it answers in JSON
}

}  // namespace dunlin::web
