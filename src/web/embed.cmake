# Writes every template and static file into one C++ file, byte by byte: pictures are among them.
file(GLOB FILES RELATIVE ${DIR} ${DIR}/templates/* ${DIR}/static/*)
list(SORT FILES)
set(ARRAYS "")
set(TABLE "")
set(NUMBER 0)
foreach(FILE ${FILES})
  file(READ ${DIR}/${FILE} HEX HEX)
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
