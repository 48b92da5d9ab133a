# Run at every build (cmake -P): writes OUT from build_info.cpp.in, and touches it only when what it says is new, so that
# a commit compiles one small file. VERSION, COMPILER and TYPE are given.
set(commit "")
execute_process(COMMAND git -C ${SOURCE} describe --always --abbrev=7 --dirty=+ OUTPUT_VARIABLE commit
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed OR commit STREQUAL "")
  set(HOPYARD_BUILD "${VERSION} (${COMPILER}, ${TYPE})")
else()
  set(HOPYARD_BUILD "${VERSION} (${commit}, ${COMPILER}, ${TYPE})")
endif()
configure_file(${SOURCE}/cmake/build_info.cpp.in ${OUT} @ONLY)
