# Writes OUTPUT, a C++ source that holds the bytes of INPUT as <PREFIX>_<IDENTIFIER>
# in NAMESPACE; both are those of rule packs unless given. The bytes are escaped
# one by one, so that no line ending or encoding can change on the way.
if(NOT NAMESPACE)
  set(NAMESPACE "wageproof::law::detail")
  set(PREFIX "pack")
endif()
get_filename_component(INPUT_NAME "${INPUT}" NAME)
file(READ "${INPUT}" hex HEX)
file(SHA256 "${INPUT}" sha256)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
# A literal per 64 bytes keeps lines short; the compiler joins them.
string(REPEAT "...." 64 line)
string(REGEX REPLACE "(${line})" "\\1\"\n    \"" escaped "${escaped}")
string(REPEAT "\\0" 64 padding)
file(WRITE "${OUTPUT}" "// Generated from ${INPUT_NAME}; edit that.
#include <cstddef>

namespace ${NAMESPACE} {

namespace {
constexpr char bytes[] =
    \"${escaped}\"
    \"${padding}\";
}

extern const char* const ${PREFIX}_${IDENTIFIER}_data;
extern const std::size_t ${PREFIX}_${IDENTIFIER}_size;
extern const char* const ${PREFIX}_${IDENTIFIER}_sha256;
const char* const ${PREFIX}_${IDENTIFIER}_data = bytes;
const std::size_t ${PREFIX}_${IDENTIFIER}_size = ${size};
const char* const ${PREFIX}_${IDENTIFIER}_sha256 = \"${sha256}\";

}  // namespace ${NAMESPACE}
")
