# wageproof_embed_packs(<out> <folder>): sets <out> to generated sources that
# hold every rule pack of the folder as bytes, one source per pack so that a
# changed pack rebuilds alone, and one index that lists them in order of name.
set(WAGEPROOF_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_pack.cmake")
set(WAGEPROOF_EMBED_INDEX "${CMAKE_CURRENT_LIST_DIR}/embedded_packs.cpp.in")

function(wageproof_embed_packs out folder)
  file(GLOB packs CONFIGURE_DEPENDS "${folder}/*.json")
  list(SORT packs)
  set(generated_dir "${PROJECT_BINARY_DIR}/generated/packs")
  set(sources)
  set(WAGEPROOF_PACK_DECLARATIONS "")
  set(WAGEPROOF_PACK_ENTRIES "")
  list(LENGTH packs WAGEPROOF_PACK_COUNT)
  foreach(pack IN LISTS packs)
    get_filename_component(name "${pack}" NAME_WLE)
    string(MAKE_C_IDENTIFIER "${name}" identifier)
    set(source "${generated_dir}/${name}.cpp")
    add_custom_command(
      OUTPUT "${source}"
      COMMAND "${CMAKE_COMMAND}" "-DINPUT=${pack}" "-DOUTPUT=${source}"
              "-DIDENTIFIER=${identifier}" -P "${WAGEPROOF_EMBED_SCRIPT}"
      DEPENDS "${pack}" "${WAGEPROOF_EMBED_SCRIPT}"
      COMMENT "Embedding rule pack ${name}"
      VERBATIM)
    # Clang counts characters of a literal against the standard's minimum.
    set_source_files_properties("${source}" PROPERTIES
      COMPILE_OPTIONS "-Wno-overlength-strings")
    list(APPEND sources "${source}")
    string(APPEND WAGEPROOF_PACK_DECLARATIONS
      "extern const char* const pack_${identifier}_data;\n"
      "extern const std::size_t pack_${identifier}_size;\n"
      "extern const char* const pack_${identifier}_sha256;\n")
    string(APPEND WAGEPROOF_PACK_ENTRIES
      "        EmbeddedPack{\"${name}\", detail::pack_${identifier}_data, "
      "detail::pack_${identifier}_size, detail::pack_${identifier}_sha256},\n")
  endforeach()
  configure_file("${WAGEPROOF_EMBED_INDEX}" "${generated_dir}/index/embedded_packs.cpp" @ONLY)
  list(APPEND sources "${generated_dir}/index/embedded_packs.cpp")
  set(${out} ${sources} PARENT_SCOPE)
endfunction()
