# Run by ctest: the Java example from its source.
find_program(java java)
file(GLOB jars "${TOOLS_DIR}/*.jar")
if(NOT java OR NOT jars)
  message("skipped: no Java, or no JNA in ${TOOLS_DIR}; tests/setup.sh tests fetches it")
  return()
endif()
cmake_path(GET LIBRARY PARENT_PATH folder)
list(JOIN jars ":" classpath)
execute_process(
  COMMAND "${java}" -cp "${classpath}" "-Djna.library.path=${folder}" "${SOURCE_DIR}/Payslip.java"
  COMMAND_ERROR_IS_FATAL ANY)
