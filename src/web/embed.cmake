# Writes every template, every static file, the message catalogues and the built app, where there is one, into one C++
# file, byte by byte: pictures are among them. The stylesheet of the pages begins with the app's tokens.
file(GLOB FILES RELATIVE ${DIR} ${DIR}/templates/* ${DIR}/static/*)
file(GLOB CATALOGUES RELATIVE ${SHARED} ${SHARED}/messages/*.json)
list(APPEND FILES ${CATALOGUES})
file(GLOB_RECURSE APP_FILES RELATIVE ${APP} ${APP}/*)
list(FILTER APP_FILES EXCLUDE REGEX "^\\.")  # notes of the build
list(TRANSFORM APP_FILES PREPEND "app/")
list(APPEND FILES ${APP_FILES})
list(SORT FILES)
set(ARRAYS "")
set(TABLE "")
set(NUMBER 0)
foreach(FILE ${FILES})
  set(PATH ${DIR}/${FILE})
  if(FILE MATCHES "^app/")
    string(REGEX REPLACE "^app" "${APP}" PATH ${FILE})
  endif()
  if(FILE MATCHES "^messages/")
    set(PATH ${SHARED}/${FILE})
  endif()
  file(READ ${PATH} HEX HEX)
  if(FILE STREQUAL "static/page.css")
    file(READ ${SHARED}/src/styles/tokens.css TOKENS HEX)
    string(PREPEND HEX "${TOKENS}")
  endif()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," BYTES "${HEX}")
  string(APPEND ARRAYS "constexpr unsigned char file_${NUMBER}[] = {${BYTES}0};\n")
  string(APPEND TABLE "    {\"${FILE}\", text(file_${NUMBER})},\n")
  math(EXPR NUMBER "${NUMBER} + 1")
endforeach()
file(WRITE ${OUT} "#include \"web/files.hpp\"

namespace dunlin::web {
namespace {
${ARRAYS}
template <std::size_t size>
std::string_view text(unsigned char const (&bytes)[size]) {
  return {reinterpret_cast<char const*>(bytes), size - 1};
}
}  // namespace

std::span<File const> files() {
  static File const all[]{
${TABLE}  };
  return all;
}
}  // namespace dunlin::web
")
