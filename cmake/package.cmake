# find_package(covet) for those who use the library: covet::core, covet::schema, covet::adapters, covet::migrations,
# the program, covet::covet, and covet_codegen(), which makes headers with it.

include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY COVET_ROOMS)
list(REMOVE_ITEM rooms covet_cli)
install(TARGETS ${rooms}
  EXPORT covet
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/covet)
install(FILES ${COVET_GENERATED_DIR}/core/base/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/covet/core/base)
install(EXPORT covet NAMESPACE covet:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/covet)

set(package_dir ${PROJECT_BINARY_DIR}/package)
configure_file(cmake/covetConfig.cmake.in ${package_dir}/covetConfig.cmake @ONLY)
write_basic_package_version_file(${package_dir}/covetConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${package_dir}/covetConfig.cmake
    ${package_dir}/covetConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/cmake/covetCodegen.cmake
    ${PROJECT_SOURCE_DIR}/cmake/FindMySQLConnectorCpp.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/covet)
