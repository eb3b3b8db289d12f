# Writes docs/federation.md into a C++ file as a raw string literal.
file(READ ${FILE} PAGE)
file(WRITE ${OUT} "#include \"${HEADER}\"\n\nstd::string_view const dunlin::api::activitypub::federation_page = R\"page(${PAGE})page\";\n")
