# `cpack -G DEB` over a shared build with the prefix /usr: the library, what is needed to compile with it, and the tool.
set(soname "libwageproof${PROJECT_VERSION_MAJOR}")
set(packages library "${soname}" development libwageproof-dev tool wageproof)

set(CPACK_PACKAGE_NAME wageproof)
set(CPACK_PACKAGE_VENDOR "Wageproof")
set(CPACK_PACKAGE_CONTACT "Wageproof maintainers <maintainers@wageproof.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL library development tool)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# dpkg-shlibdeps finds the library that the tool is linked to beside it.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(about " Wageproof computes what a worker was due by law and contract, holds it
 against the payslip, the payments and the contributions, and shows the working
 of every figure. The law is data: a rule pack a country.
 .")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME "${soname}")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/cmake/debian/triggers")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libwageproof-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${soname} (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_TOOL_PACKAGE_NAME wageproof)
set(CPACK_DEBIAN_TOOL_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_TOOL_PACKAGE_DEPENDS "${soname} (= ${PROJECT_VERSION})")
string(REGEX REPLACE "(^|\n) " "\\1" about_plain "${about}")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "exact due wages by law: library
${about_plain}
This package holds the shared library.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "exact due wages by law: development files
${about_plain}
This package holds what is needed to compile with the library.")
set(CPACK_COMPONENT_TOOL_DESCRIPTION "exact due wages by law: command line
${about_plain}
This package holds the command wageproof.")

# Each package says under which license it is, and what changed.
find_program(GZIP gzip)
string(TIMESTAMP built "%a, %d %b %Y %H:%M:%S +0000" UTC)
while(packages)
  list(POP_FRONT packages component package)
  set(folder "${PROJECT_BINARY_DIR}/generated/debian/${package}")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/changelog.in" "${folder}/changelog" @ONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/copyright" "${folder}/copyright" COPYONLY)
  install(FILES "${folder}/copyright"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${component} EXCLUDE_FROM_ALL)
  if(GZIP)
    execute_process(COMMAND "${GZIP}" -9nf "${folder}/changelog" COMMAND_ERROR_IS_FATAL ANY)
    install(FILES "${folder}/changelog.gz"
      DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${component} EXCLUDE_FROM_ALL)
  endif()
endwhile()
if(GZIP AND TARGET wageproof_cli)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/wageproof.1" "${PROJECT_BINARY_DIR}/generated/debian/wageproof.1" COPYONLY)
  execute_process(COMMAND "${GZIP}" -9nf "${PROJECT_BINARY_DIR}/generated/debian/wageproof.1" COMMAND_ERROR_IS_FATAL ANY)
  install(FILES "${PROJECT_BINARY_DIR}/generated/debian/wageproof.1.gz"
    DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT tool)
endif()
include(CPack)
