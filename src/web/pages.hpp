#pragma once
#include <string>
#include <string_view>

#include "dunlin/access/call.hpp"
#include "dunlin/access/routes.hpp"
#include "dunlin/base/refusal.hpp"
#include "template.hpp"

namespace dunlin::web {

using access::Call;
using access::Reply;

/// What a page needs besides its own data.
struct Page {
  std::string_view body;  // the template
  std::string title;
  int status = 200;
  std::string form_targets;  // CSP sources besides our own that a form of the page may end at, with redirects
  std::string alternate;     // address of the same as an activity; empty for none
  bool narrow = true;        // one card in the middle
};

/// The page in our layout, with the headers pages have.
Reply show(http::Request const& request, Page const& page, Data data);

/// The page alone, for a frame of any other website: no layout of ours, links open outside of it.
Reply show_framed(http::Request const& request, Page const& page, Data data);

/// 302 to a path of our own or an address of an application.
Reply redirect(std::string location);

/// The page for a refusal, for what broke here, and for paths nobody answers.
Reply refuse(http::Request const& request, Refusal const& refusal);
Reply broken(http::Request const& request, int status);
/// The page for a form whose anti-forgery token is not this browser's.
Reply expired_form(http::Request const& request);

/// The address under /assets that a static file is served at, with its hash in the name.
std::string_view asset(std::string_view name);

/// Whether the timeline app was built into this program; its pages stand below /app.
bool has_timeline_app();

void add_assets(access::Routes& on);
void add_media_files(access::Routes& on);
void add_media_copies(access::Routes& on);
void add_sign_in(access::Routes& on);
void add_authorize(access::Routes& on);
void add_applications(access::Routes& on);
void add_front(access::Routes& on);
void add_profiles(access::Routes& on);
void add_timeline_app(access::Routes& on);
void add_well_known(access::Routes& on);
void add_settings(access::Routes& on);

}  // namespace dunlin::web
