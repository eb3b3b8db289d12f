// The timeline app (web/), where it was built before this program: one page for all its addresses, and its files,
// each ready compressed.
#include <algorithm>
#include <string>

#include "files.hpp"
#include "pages.hpp"

namespace dunlin::web {

namespace {

constexpr std::string_view folder = "app/";
constexpr std::string_view page_name = "index.html";
constexpr std::string_view worker_name = "sw.js";

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".png")) return "image/png";
  if (name.ends_with(".webmanifest")) return "application/manifest+json";
  if (name.ends_with(".json")) return "application/json; charset=utf-8";
  return {};
}

File const* find(std::string_view name) {
  auto const all = files();
  auto const wanted = std::string(folder) + std::string(name);
  auto const found = std::ranges::find(all, wanted, &File::name);
  return found == all.end() ? nullptr : &*found;
}

/// Our own script, style and connections alone; pictures and films of other servers too, until they all pass ours.
std::string policy(Call const& call) {
  std::string const socket = call.request.scheme == "https" ? "wss://" : "ws://";
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; "
         "media-src 'self' https: blob:; connect-src 'self' " +
         socket + call.request.host +
         "; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

/// The file as the browser likes it best.
Reply file(Call const& call, std::string_view name) {
  auto const accepted = call.request.header("accept-encoding");
  Reply reply;
  reply.type = type_of(name);
  reply.with("Vary", "Accept-Encoding");
  auto const* plain = find(name);
  for (auto const& [coding, ending] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
    if (!accepted.contains(coding)) continue;
    if (auto const* packed = find(std::string(name) + ending)) {
      reply.body = packed->bytes;
      return reply.with("Content-Encoding", coding);
    }
  }
  reply.body = plain->bytes;
  return reply;
}

awaitable<Reply> page(Call const& call) {
  if (!has_timeline_app()) throw not_found();
  co_return file(call, page_name).with("Content-Security-Policy", policy(call)).with("Cache-Control", "no-cache");
}

/// A file; any other address is a place inside the app, which finds its way by itself.
awaitable<Reply> below(Call const& call) {
  auto const& name = call.at("rest");
  bool const hashed = name.starts_with("assets/");
  if (type_of(name).empty() || !find(name)) {
    if (hashed) throw not_found();  // of an older build: the page would be no answer to a script
    co_return co_await page(call);
  }
  auto reply = file(call, name);
  // A service worker asks under the policy of its own file, not that of the page.
  if (name == page_name || name == worker_name) reply.with("Content-Security-Policy", policy(call));
  // The address of a hashed file changes with what it holds.
  co_return std::move(reply).with("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
}

}  // namespace

bool has_timeline_app() {
  return find(page_name) != nullptr;
}

void add_timeline_app(access::Routes& on) {
  on.get("/app", page, {.who = access::Who::nobody});
  on.get("/app/*rest", below, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
