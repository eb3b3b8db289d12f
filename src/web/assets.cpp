#include <algorithm>
#include <map>
#include <stdexcept>

#include "dunlin/platform/crypto/crypto.hpp"
#include "files.hpp"
#include "pages.hpp"

namespace dunlin::web {

namespace {

struct Asset {
  std::string path;  // "/assets/page-1a2b3c4d5e.css"
  std::string_view type;
  std::string_view bytes;
};

std::string_view asset_type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".png")) return "image/png";
  return "application/octet-stream";
}

/// By name. A change of the file is a change of its address, so that browsers may keep it for ever.
std::map<std::string, Asset, std::less<>> const& assets() {
  static auto const all = [] {
    constexpr std::string_view folder = "static/";
    std::map<std::string, Asset, std::less<>> found;
    for (auto const& file : files()) {
      if (!file.name.starts_with(folder)) continue;
      std::string const name(file.name.substr(folder.size()));
      auto const dot = name.rfind('.');
      auto const hash = crypto::hex(crypto::sha256(file.bytes)).substr(0, 10);
      found[name] = {"/assets/" + name.substr(0, dot) + "-" + hash + name.substr(dot), asset_type_of(name), file.bytes};
    }
    return found;
  }();
  return all;
}

Reply file(Asset const& asset, std::string_view kept) {
  Reply reply;
  reply.type = asset.type;
  reply.body = asset.bytes;
  reply.with("Cache-Control", std::string(kept));
  return reply;
}

awaitable<Reply> hashed(Call const& call) {
  for (auto const& [name, asset] : assets())
    if (asset.path == call.request.path) co_return file(asset, "public, max-age=31536000, immutable");
  throw not_found();
}

/// Files with an address that the API names, so without a hash in it.
awaitable<Reply> plain(Call const& call) {
  auto const& path = call.request.path;
  auto const name = path.starts_with("/avatars/")   ? "missing-avatar.png"
                    : path.starts_with("/headers/") ? "missing-header.png"
                                                    : "icon.svg";
  co_return file(assets().find(name)->second, "public, max-age=86400");
}

}  // namespace

std::string_view asset(std::string_view name) {
  auto const found = assets().find(name);
  if (found == assets().end()) throw std::logic_error("no static file " + std::string(name));
  return found->second.path;
}

void add_assets(access::Routes& on) {
  access::Rules const anybody{.who = access::Who::nobody};
  on.get("/assets/:file", hashed, anybody);
  on.get("/avatars/original/missing.png", plain, anybody);
  on.get("/headers/original/missing.png", plain, anybody);
  on.get("/favicon.ico", plain, anybody);
}

}  // namespace dunlin::web
