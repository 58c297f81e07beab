# Run by ctest: the Node example, beside the modules that it imports.
find_program(node node)
if(NOT node OR NOT IS_DIRECTORY "${TOOLS_DIR}/node_modules/koffi")
  message("skipped: no Node, or no koffi in ${TOOLS_DIR}; tests/setup.sh tests fetches it")
  return()
endif()
file(COPY "${SOURCE_DIR}/payslip.mjs" DESTINATION "${TOOLS_DIR}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -E env "WAGEPROOF_LIBRARY=${LIBRARY}" "${node}" "${TOOLS_DIR}/payslip.mjs"
  COMMAND_ERROR_IS_FATAL ANY)
