# What `cmake --install` lays down: library, headers, rule packs, and what lets
# CMake and pkg-config find them again. Nothing here names an absolute path.
include(CMakePackageConfigHelpers)

set(wageproof_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/wageproof")

# Components: `library` is what a program runs with, `development` what it is compiled with, `tool` the command line.
install(TARGETS wageproof EXPORT wageproofTargets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library NAMELINK_COMPONENT development
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT library)
if(TARGET wageproof_cli)
  install(TARGETS wageproof_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tool)
  # The system's own folders are searched anyway.
  if(BUILD_SHARED_LIBS AND NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set_target_properties(wageproof_cli PROPERTIES
      INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
  endif()
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/wageproof"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/src/law/packs/"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/wageproof/packs" COMPONENT development
  FILES_MATCHING PATTERN "*.json")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/wageproof" COMPONENT license)

install(EXPORT wageproofTargets
  NAMESPACE wageproof::
  DESTINATION "${wageproof_cmake_dir}" COMPONENT development)
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/wageproofConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/generated/wageproofConfig.cmake"
  INSTALL_DESTINATION "${wageproof_cmake_dir}"
  PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/generated/wageproofConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/generated/wageproofConfig.cmake"
  "${PROJECT_BINARY_DIR}/generated/wageproofConfigVersion.cmake"
  DESTINATION "${wageproof_cmake_dir}" COMPONENT development)

# The prefix is found from the file's own place, so that a moved tree works.
file(RELATIVE_PATH WAGEPROOF_PC_PREFIX
  "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" WAGEPROOF_PC_PREFIX "${WAGEPROOF_PC_PREFIX}")
if(BUILD_SHARED_LIBS)
  set(WAGEPROOF_PC_LIBS "")
  set(WAGEPROOF_PC_LIBS_PRIVATE "-ldate-tz -lsimdjson -lfmt -lpugixml -pthread")
else()
  set(WAGEPROOF_PC_LIBS " -ldate-tz -lsimdjson -lfmt -lpugixml -pthread")
  set(WAGEPROOF_PC_LIBS_PRIVATE "")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/wageproof.pc.in"
  "${PROJECT_BINARY_DIR}/generated/wageproof.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/generated/wageproof.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT development)

if(PROJECT_IS_TOP_LEVEL)
  include(WageproofPackage)
endif()
