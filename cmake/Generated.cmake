# Code that comes from api/: the refusal list as C++, the contract as one JSON. Made in the build tree, never committed.
find_program(PYTHON /usr/bin/python3 REQUIRED)
set(MEGURI_GENERATED ${CMAKE_BINARY_DIR}/generated)
set(outputs ${MEGURI_GENERATED}/generated/refusals.inc ${MEGURI_GENERATED}/generated/operations.inc
            ${MEGURI_GENERATED}/generated/reasons.inc
            ${MEGURI_GENERATED}/generated/openapi_json.inc)
file(GLOB_RECURSE api_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/api/*.yaml ${CMAKE_SOURCE_DIR}/api/*.json)
add_custom_command(OUTPUT ${outputs}
    COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/api/generate.py cpp ${MEGURI_GENERATED}/generated
    DEPENDS ${CMAKE_SOURCE_DIR}/api/generate.py ${api_sources})
add_custom_target(meguri_generated DEPENDS ${outputs})
