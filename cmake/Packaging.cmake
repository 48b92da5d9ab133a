# Where everything goes when it is installed, and three Debian packages of it (`make packages`):
#   hopyard-engine  hop, the engine's libraries, the helpers of namespaces, manual pages, completion; no Qt
#   hopyard         the workbench, and how a desktop finds it
#   hopyard-dev     the socket library for programs that choose where their sockets live
# Manual pages are made of what the programs say of themselves by packaging/make-papers, which scripts/package runs before.

# Nobody else's programs are linked with these, so they are not in the linker's path.
set(HOPYARD_PRIVATE_LIBDIR ${CMAKE_INSTALL_LIBDIR}/hopyard)
set(private_libraries)
set(programs)
foreach(target hopyard-core hopyard-preload hopyard-packetdrill)
  if(TARGET ${target})
    list(APPEND private_libraries ${target})
  endif()
endforeach()
foreach(target hop hopyard-web hopyard-usher)
  if(TARGET ${target})
    list(APPEND programs ${target})
  endif()
endforeach()
install(TARGETS ${private_libraries} LIBRARY DESTINATION ${HOPYARD_PRIVATE_LIBDIR} COMPONENT engine)
set(rpath "$ORIGIN/../${HOPYARD_PRIVATE_LIBDIR}")
if(TARGET hopyard-packetdrill)
  set_target_properties(hopyard-packetdrill PROPERTIES INSTALL_RPATH "$ORIGIN")
endif()
if(programs)
  set_target_properties(${programs} PROPERTIES INSTALL_RPATH ${rpath})
  install(TARGETS ${programs} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT engine)
  target_compile_definitions(hopyard-cli PRIVATE HOPYARD_PRIVATE_LIBDIR="${HOPYARD_PRIVATE_LIBDIR}")
  install(FILES packaging/completion/hop.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME hop COMPONENT engine)
  install(FILES packaging/completion/_hop DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT engine)
  install(FILES packaging/completion/hop.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT engine)
  install(FILES packaging/linux/apparmor/hop DESTINATION /etc/apparmor.d COMPONENT engine)
  install(FILES packaging/linux/hopyard.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages COMPONENT engine)
  install(DIRECTORY resources/labs DESTINATION ${CMAKE_INSTALL_DATADIR}/hopyard COMPONENT engine)
endif()
if(TARGET hopyard-socket)
  set_target_properties(hopyard-socket PROPERTIES VERSION 0.1.0 SOVERSION 0)
  install(TARGETS hopyard-socket LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT engine NAMELINK_COMPONENT dev)
  install(FILES emulation/socket_api/include/hopyard/socket.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hopyard COMPONENT dev)
  install(FILES resources/examples/multihome/multihome.cpp DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hopyard-dev/examples COMPONENT dev)
  configure_file(packaging/hopyard-socket.pc.in ${CMAKE_BINARY_DIR}/hopyard-socket.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/hopyard-socket.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
endif()
if(TARGET hopyard)
  set_target_properties(hopyard PROPERTIES INSTALL_RPATH ${rpath})
  install(TARGETS hopyard RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT workbench)
  install(FILES packaging/linux/org.hopyard.Hopyard.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT workbench)
  install(FILES packaging/linux/org.hopyard.Hopyard.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT workbench)
  set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable)
  install(FILES resources/icons/logo.svg DESTINATION ${icons}/apps RENAME org.hopyard.Hopyard.svg COMPONENT workbench)
  install(FILES packaging/linux/application-x-hopyard-lab.svg DESTINATION ${icons}/mimetypes COMPONENT workbench)
  install(FILES packaging/linux/application-x-hopyard-lab.svg DESTINATION ${icons}/mimetypes RENAME application-x-hopyard-record.svg
          COMPONENT workbench)
endif()

# Manual pages, a change log and the licence, as Debian wants them; of the programs that were built.
set(papers ${CMAKE_BINARY_DIR}/papers)
if(TARGET hop)
  install(DIRECTORY ${papers}/engine/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT engine OPTIONAL)
  install(DIRECTORY ${papers}/workbench/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT workbench OPTIONAL)
  install(DIRECTORY ${papers}/dev/ DESTINATION ${CMAKE_INSTALL_DATADIR} COMPONENT dev OPTIONAL)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_CONTACT "Hopyard developers <developers@hopyard.invalid>")
set(CPACK_PACKAGE_HOMEPAGE_URL "https://hopyard.invalid/")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL engine workbench dev)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 0hopyard1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/lib)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_ENGINE_PACKAGE_NAME hopyard-engine)
set(CPACK_DEBIAN_ENGINE_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_ENGINE_DESCRIPTION
    "networks of virtual routers and real programs, command line\n\
Runs labs: virtual routers with IP stacks of their own outside the kernel,\n\
hosts, switches, hypervisors and Linux programs in network namespaces exchange\n\
real packets, in real time or deterministically in virtual time.\n.\n\
This package has the program hop and the engine, without a window.")
set(CPACK_DEBIAN_ENGINE_PACKAGE_RECOMMENDS "busybox-static, iproute2, apparmor")
set(CPACK_DEBIAN_ENGINE_PACKAGE_SUGGESTS "hopyard, frr, bird2, qemu-system-x86, user-mode-linux, wireshark")
set(CPACK_DEBIAN_ENGINE_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/triggers ${CMAKE_SOURCE_DIR}/packaging/debian/postinst
    ${CMAKE_SOURCE_DIR}/packaging/debian/prerm ${CMAKE_SOURCE_DIR}/packaging/debian/postrm
    ${CMAKE_SOURCE_DIR}/packaging/debian/conffiles)

set(CPACK_DEBIAN_WORKBENCH_PACKAGE_NAME hopyard)
set(CPACK_DEBIAN_WORKBENCH_PACKAGE_SECTION net)
set(CPACK_COMPONENT_WORKBENCH_DESCRIPTION
    "interactive network emulation workbench\n\
Draw a network, press Run, and it is alive: packets travel on the links,\n\
consoles open on the routers, tables fill. Slow it down, stop it, step it,\n\
look inside.")
set(CPACK_DEBIAN_WORKBENCH_PACKAGE_DEPENDS "hopyard-engine (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_WORKBENCH_PACKAGE_RECOMMENDS "fonts-inter, fonts-jetbrains-mono, graphviz, qt6-svg-plugins, qt6-translations-l10n, wireshark-common")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME hopyard-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEV_DESCRIPTION
    "sockets on virtual routers, headers of the library\n\
With hopyard-socket a program chooses for each socket, at run time, on which\n\
virtual router of a lab, or on the kernel, it lives.")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "hopyard-engine (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
include(CPack)
