#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// Where the <a rel="me"> and <link rel="me"> of an HTML page lead, as written; what stands in comments, scripts and
/// text areas is none. At most 100. Linear in the page.
std::vector<std::string> me_links(std::string_view html);

}  // namespace dunlin
