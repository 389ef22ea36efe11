# covet_codegen(<target> CONFIG <covet.toml> MODELS <file>... [NAMESPACE <name>])
#
# Makes the typed headers of the models that CONFIG names for <target>, and again whenever one of MODELS changes.
# They are included as <NAMESPACE/models.h>; NAMESPACE is models unless said. The target is linked with covet::core.
function(covet_codegen target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CONFIG;NAMESPACE" "MODELS")
  if(NOT arg_CONFIG OR NOT arg_MODELS OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "covet_codegen(<target> CONFIG <covet.toml> MODELS <file>... [NAMESPACE <name>])")
  endif()
  if(NOT arg_NAMESPACE)
    set(arg_NAMESPACE models)
  endif()
  cmake_path(ABSOLUTE_PATH arg_CONFIG)
  string(REPLACE "::" "/" folder ${arg_NAMESPACE})
  set(root ${CMAKE_CURRENT_BINARY_DIR}/${target}_models)
  # The stamp, and not a header, is what is newer than the models: a header that is fresh isn't touched.
  add_custom_command(OUTPUT ${root}/stamp
    COMMAND covet::covet codegen cpp -c ${arg_CONFIG} --out ${root}/${folder} --namespace ${arg_NAMESPACE}
    COMMAND ${CMAKE_COMMAND} -E touch ${root}/stamp
    DEPENDS covet::covet ${arg_CONFIG} ${arg_MODELS}
    VERBATIM)
  target_sources(${target} PRIVATE ${root}/stamp)
  target_include_directories(${target} PRIVATE ${root})
  target_link_libraries(${target} PRIVATE covet::core)
endfunction()
