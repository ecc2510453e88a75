# What `make install` puts in place: the program, both libraries, the public headers, pkg-config and CMake package files,
# the manual page, the licence.
include(CMakePackageConfigHelpers)
set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/riwaya)

if(TARGET riwaya)
	install(TARGETS riwaya RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET riwaya_shared)
	install(TARGETS riwaya_shared EXPORT riwaya-shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
	install(TARGETS riwaya_static EXPORT riwaya-static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
	install(EXPORT riwaya-shared NAMESPACE riwaya:: DESTINATION ${cmake_dir} FILE riwaya-shared.cmake)
	install(EXPORT riwaya-static NAMESPACE riwaya:: DESTINATION ${cmake_dir} FILE riwaya-static.cmake)
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/riwaya DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
foreach(page riwaya.1)
	if(EXISTS ${PROJECT_SOURCE_DIR}/docs/${page})
		install(FILES ${PROJECT_SOURCE_DIR}/docs/${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
	endif()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/riwayaConfig.cmake.in ${PROJECT_BINARY_DIR}/riwayaConfig.cmake INSTALL_DESTINATION ${cmake_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/riwayaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/riwayaConfig.cmake ${PROJECT_BINARY_DIR}/riwayaConfigVersion.cmake DESTINATION ${cmake_dir})

# A tree that is installed with another prefix than it was configured with still finds itself: the .pc file speaks of ${pcfiledir}.
file(RELATIVE_PATH pc_to_prefix /x/${CMAKE_INSTALL_LIBDIR}/pkgconfig /x)
string(REGEX REPLACE "/$" "" pc_to_prefix "${pc_to_prefix}")
configure_file(${PROJECT_SOURCE_DIR}/riwaya.pc.in ${PROJECT_BINARY_DIR}/riwaya.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/riwaya.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
