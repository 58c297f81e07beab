# Run by ctest: build shared, pack, look, install, use, remove.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(tool IN ITEMS dpkg dpkg-shlibdeps fakeroot file)
  find_program(found_${tool} ${tool})
  if(NOT found_${tool})
    message("skipped: ${tool} is not there; tests/setup.sh tests installs it")
    return()
  endif()
endforeach()
if(NOT LAUNCHER)
  message("skipped: without a compiler cache this would compile the library a second time")
  return()
endif()

# Beside the first build and as deep, so that a cache that speaks of relative paths finds the same.
set(build "${BUILD_DIR}")
run("${CMAKE_COMMAND}" -S "${SOURCE_DIR}" -B "${build}" -G "${GENERATOR}" -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_INSTALL_PREFIX=/usr -DBUILD_SHARED_LIBS=ON
  -DWAGEPROOF_BUILD_TESTS=OFF -DWAGEPROOF_BUILD_BENCHMARKS=OFF -DWAGEPROOF_BUILD_EXAMPLES=OFF
  "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" OUTPUT_QUIET)
run("${CMAKE_COMMAND}" --build "${build}")
file(REMOVE_RECURSE "${WORK_DIR}/packages")
run(cpack -G DEB --config "${build}/CPackConfig.cmake" -B "${WORK_DIR}/packages")
file(GLOB packages "${WORK_DIR}/packages/*.deb")
list(LENGTH packages count)
if(NOT count EQUAL 3)
  message(FATAL_ERROR "expected three packages, found: ${packages}")
endif()

find_program(lintian lintian)
if(lintian)
  # What a package of a distribution says and this one cannot: the bug that asked for it. And CPack's own scripts call
  # ldconfig besides the trigger.
  run("${CMAKE_COMMAND}" -E env LC_ALL=C "${lintian}" --allow-root --fail-on error,warning
    --suppress-tags initial-upload-closes-no-bugs,maintscript-calls-ldconfig ${packages})
endif()

# An empty root. The packages that these depend on are not there, so that dpkg is told to do without; the libraries are
# those of the machine.
set(root "${WORK_DIR}/root")
file(REMOVE_RECURSE "${root}")
file(MAKE_DIRECTORY "${root}/var/lib/dpkg/info" "${root}/var/lib/dpkg/updates")
file(TOUCH "${root}/var/lib/dpkg/status")
# The packages' scripts run outside of the root, where they shall change nothing.
file(WRITE "${WORK_DIR}/bin/ldconfig" "#!/bin/sh\nexit 0\n")
file(CHMOD "${WORK_DIR}/bin/ldconfig" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
set(ENV{PATH} "${WORK_DIR}/bin:$ENV{PATH}")
set(dpkg fakeroot dpkg "--root=${root}" --force-depends --force-script-chrootless "--log=${WORK_DIR}/dpkg.log")
run(${dpkg} --install ${packages})

file(GLOB libraries "${root}/usr/lib/*/libwageproof.so.*")
list(GET libraries 0 library)
cmake_path(GET library PARENT_PATH library_dir)
set(ENV{LD_LIBRARY_PATH} "${library_dir}")
execute_process(COMMAND "${root}/usr/bin/wageproof" check "${SOURCE_DIR}/examples/factory-kh" -o "${WORK_DIR}/out"
  RESULT_VARIABLE status OUTPUT_QUIET)
if(NOT status EQUAL 1)  # breaches are what the sample is for
  message(FATAL_ERROR "the installed tool ended with ${status}; expected 1")
endif()
run("${CMAKE_COMMAND}" -S "${SOURCE_DIR}/tests/consumer/find_package" -B "${WORK_DIR}/consumer" -G "${GENERATOR}"
  "-DCMAKE_PREFIX_PATH=${root}/usr" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" OUTPUT_QUIET)
run("${CMAKE_COMMAND}" --build "${WORK_DIR}/consumer")
run("${WORK_DIR}/consumer/consumer")

run(${dpkg} --purge wageproof libwageproof-dev libwageproof0)
file(GLOB_RECURSE left LIST_DIRECTORIES false RELATIVE "${root}" "${root}/*")
list(FILTER left EXCLUDE REGEX "^var/lib/dpkg/")
if(left)
  message(FATAL_ERROR "left behind after the packages were removed: ${left}")
endif()
