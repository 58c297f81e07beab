# Writes OUTPUT, a C++ source that holds the bytes of INPUT. The bytes are
# escaped one by one, so that no line ending or encoding can change on the way.
file(READ "${INPUT}" hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
# A literal per 64 bytes keeps lines short; the compiler joins them.
string(REPEAT "...." 64 line)
string(REGEX REPLACE "(${line})" "\\1\"\n    \"" escaped "${escaped}")
string(REPEAT "\\0" 64 padding)
file(WRITE "${OUTPUT}" "// Generated from a rule pack; edit the pack.
#include <cstddef>

namespace wageproof::law::detail {

namespace {
constexpr char bytes[] =
    \"${escaped}\"
    \"${padding}\";
}

extern const char* const pack_${IDENTIFIER}_data;
extern const std::size_t pack_${IDENTIFIER}_size;
const char* const pack_${IDENTIFIER}_data = bytes;
const std::size_t pack_${IDENTIFIER}_size = ${size};

}  // namespace wageproof::law::detail
")
