# cmake -D SOURCE_DIR=… -D VERSION=… -D INPUT=… -D OUTPUT=… -P write_version.cmake
set(REVISION "")
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  execute_process(
    COMMAND ${GIT} -c safe.directory=${SOURCE_DIR} describe --always --exclude=* --abbrev=12 --dirty=+
    WORKING_DIRECTORY ${SOURCE_DIR}
    OUTPUT_VARIABLE REVISION
    OUTPUT_STRIP_TRAILING_WHITESPACE
    ERROR_QUIET)
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
