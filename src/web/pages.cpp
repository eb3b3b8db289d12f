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

struct Message {
  char const* title;
  char const* text;  // null: what the refusal says
};

Message message_for(int status) {
  switch (status) {
    case 401:
    case 403:
      return {"This is not open to you", nullptr};
    case 404:
      return {"There is nothing here", "The page may have been deleted, or the address is not quite right."};
    case 410:
      return {"This is gone", "It was here once and will not come back."};
    case 413:
      return {"That was too much", nullptr};
    case 429:
      return {"Too many attempts", "Please wait a few minutes, then try again."};
    case 500:
      return {"Something broke on our side", "It has been noted. Trying again in a moment may help."};
    case 503:
      return {"Not just now", "The server is busy or being looked after. Please try again in a moment."};
    default:
      return {"That did not work", nullptr};
  }
}

Reply message(http::Request const& request, int status, std::string const& title, std::string const& text) {
  Data data;
  data.set("heading", title).set("text", text);
  data.set("number", std::to_string(status));
  data.set("request", status >= 500 ? request.id : std::string());
  return show(request, {.body = "message.html", .title = title, .status = status}, std::move(data));
}

}  // namespace

Reply show(http::Request const& request, Page const& page, Data data) {
  data.set("page_title", page.title).set("host", request.host);
  data.set("style", asset("page.css")).set("icon", asset("icon.svg"));
  data.set("alternate", page.alternate).set("narrow", page.narrow);
  data.set("content", SafeHtml::trusted(fill_file(page.body, data)));  // our own template, its values escaped
  Reply reply;
  reply.status = page.status;
  reply.type = "text/html; charset=utf-8";
  reply.body = fill_file("layout.html", data);
  reply.with("Content-Security-Policy", policy(page)).with("Cache-Control", "private, no-store");
  return reply;
}

Reply show_framed(http::Request const& request, Page const& page, Data data) {
  data.set("page_title", page.title).set("host", request.host).set("style", asset("page.css"));
  data.set("content", SafeHtml::trusted(fill_file(page.body, data)));
  Reply reply;
  reply.type = "text/html; charset=utf-8";
  reply.body = fill_file("embed.html", data);
  // No browser knows this value, so none minds it: the policy decides.
  reply.with("X-Frame-Options", "ALLOWALL")
      .with("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self' https:; frame-ancestors *; base-uri 'none'; "
            "form-action 'none'")
      .with("Cache-Control", "public, max-age=180");
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
  auto const status = access::status_of(refusal.kind);
  auto const [title, text] = message_for(status);
  return message(request, status, title, text ? text : refusal.what());
}

Reply broken(http::Request const& request, int status) {
  auto const [title, text] = message_for(status);
  return message(request, status, title, text ? text : "");
}

Reply expired_form(http::Request const& request) {
  return message(request, 422, "This form has expired",
                 "It was open for too long, or your browser did not keep our cookie. Go back, reload the page and try "
                 "again.");
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
