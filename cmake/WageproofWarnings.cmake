# wageproof_warnings(<target>): the project's warnings, for our own targets only.
function(wageproof_warnings target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wconversion -Wshadow
      $<$<BOOL:${WAGEPROOF_WERROR}>:-Werror>)
  endif()
endfunction()
