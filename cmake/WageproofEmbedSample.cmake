# wageproof_embed_sample(<out> <folder>): sets <out> to generated sources that hold
# every file of the sample folder as bytes, and an index that lists them by name.
set(WAGEPROOF_SAMPLE_INDEX "${CMAKE_CURRENT_LIST_DIR}/sample_files.cpp.in")

function(wageproof_embed_sample out folder)
  file(GLOB files CONFIGURE_DEPENDS "${folder}/*.csv" "${folder}/*.json" "${folder}/*.md")
  list(SORT files)
  set(generated_dir "${PROJECT_BINARY_DIR}/generated/sample")
  set(sources)
  set(WAGEPROOF_SAMPLE_DECLARATIONS "")
  set(WAGEPROOF_SAMPLE_ENTRIES "")
  list(LENGTH files WAGEPROOF_SAMPLE_COUNT)
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME)
    string(MAKE_C_IDENTIFIER "${name}" identifier)
    set(source "${generated_dir}/${name}.cpp")
    add_custom_command(
      OUTPUT "${source}"
      COMMAND "${CMAKE_COMMAND}" "-DINPUT=${file}" "-DOUTPUT=${source}"
              "-DIDENTIFIER=${identifier}" "-DNAMESPACE=wageproof::cli::detail"
              "-DPREFIX=sample" -P "${WAGEPROOF_EMBED_SCRIPT}"
      DEPENDS "${file}" "${WAGEPROOF_EMBED_SCRIPT}"
      COMMENT "Embedding sample file ${name}"
      VERBATIM)
    set_source_files_properties("${source}" PROPERTIES
      COMPILE_OPTIONS "-Wno-overlength-strings")
    list(APPEND sources "${source}")
    string(APPEND WAGEPROOF_SAMPLE_DECLARATIONS
      "extern const char* const sample_${identifier}_data;\n"
      "extern const std::size_t sample_${identifier}_size;\n")
    string(APPEND WAGEPROOF_SAMPLE_ENTRIES
      "      SampleFile{\"${name}\", {detail::sample_${identifier}_data, "
      "detail::sample_${identifier}_size}},\n")
  endforeach()
  configure_file("${WAGEPROOF_SAMPLE_INDEX}" "${generated_dir}/index/sample_files.cpp" @ONLY)
  list(APPEND sources "${generated_dir}/index/sample_files.cpp")
  set(${out} ${sources} PARENT_SCOPE)
endfunction()
