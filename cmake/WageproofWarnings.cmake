# wageproof_warnings(<target>): the project's warnings, for our own targets only.
function(wageproof_warnings target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wconversion -Wshadow
      # GCC 12 sees overlaps in std::string that are not there (its bug 105651).
      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
      $<$<BOOL:${WAGEPROOF_WERROR}>:-Werror>)
  endif()
endfunction()
