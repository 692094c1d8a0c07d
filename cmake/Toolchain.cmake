# Compiler settings, once for the whole tree. Release builds keep every check (MEGURI_ENSURE is always on).
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(MEGURI_TESTS "Build tests and benchmarks" ON)
option(MEGURI_FUZZ "Build fuzz targets (clang only)" OFF)
set(MEGURI_SANITIZE "" CACHE STRING "address,undefined | thread | empty")

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers -Werror=return-type
    -Werror=switch -fstack-protector-strong -fcf-protection)
if(MEGURI_SANITIZE)
    add_compile_options(-fsanitize=${MEGURI_SANITIZE} -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${MEGURI_SANITIZE})
else()
    add_compile_definitions(_FORTIFY_SOURCE=2)
endif()
if(MEGURI_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # every module reports its coverage to the fuzzer
endif()
add_link_options(-Wl,-z,relro,-z,now)

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(libcurl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(brotlienc REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
if(MEGURI_TESTS)
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
    find_package(benchmark REQUIRED)
endif()

# What runs: shown by /version and `meguri --version`.
execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} rev-parse --short=12 HEAD OUTPUT_VARIABLE MEGURI_COMMIT
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
set(MEGURI_VERSION "0.1.0")
