// The grammars of the services, by name. Internal to core/services: command.cpp's table is made of them.
//
// Each takes what follows the command's name; a mistake stands in the arguments afterwards.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/arguments.h"
#include "core/transport/application.h"

#include <memory>

namespace hopyard::services {

using Parsed = std::unique_ptr<transport::Application>;

// parse_probe.cpp
Parsed parsePing(Arguments &arguments);
Parsed parseTraceroute(Arguments &arguments);
Parsed parseUdpSource(Arguments &arguments);
Parsed parseUdpSink(Arguments &arguments);
// parse_speaker.cpp
Parsed parseBgpSpeaker(Arguments &arguments);
// parse_stream.cpp
Parsed parseChargenServer(Arguments &arguments);
Parsed parseDiscardServer(Arguments &arguments);
Parsed parseDnsServer(Arguments &arguments);
Parsed parseEchoServer(Arguments &arguments);
Parsed parseHost(Arguments &arguments);
Parsed parseHttp(Arguments &arguments);
Parsed parseHttpServer(Arguments &arguments);
Parsed parseIperf3(Arguments &arguments);
Parsed parseNetcat(Arguments &arguments);

} // namespace hopyard::services
