// The peer: ns-3 with its Internet stack on the same chain. Point-to-point links, static global routes, UDP client and
// server as ns-3 ships them. Packet metadata and checksums stay off, as they are by default.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/chain.h"

#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/network-module.h>
#include <ns3/point-to-point-module.h>
#include <ns3/udp-client-server-helper.h>

#include <sstream>

namespace hopyard::bench {

struct Ns3Chain::Impl {
    Chain chain;
    ns3::NodeContainer nodes;
    ns3::ApplicationContainer server;
};

Ns3Chain::Ns3Chain(const Chain &chain) : m_impl(new Impl{chain, {}, {}})
{
    using namespace ns3;
    m_impl->nodes.Create(static_cast<std::uint32_t>(chain.routers + 2));
    InternetStackHelper stack;
    stack.Install(m_impl->nodes);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(chain.rateBps)));
    link.SetChannelAttribute("Delay", TimeValue(NanoSeconds(chain.delayNs)));
    Ipv4AddressHelper addresses;
    Ipv4Address last;
    for (std::uint32_t i = 0; i + 1 < m_impl->nodes.GetN(); ++i) {
        std::ostringstream base;
        base << "10.0." << i + 1 << ".0";
        addresses.SetBase(base.str().c_str(), "255.255.255.0");
        last = addresses.Assign(link.Install(m_impl->nodes.Get(i), m_impl->nodes.Get(i + 1))).GetAddress(1);
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    UdpServerHelper server(9);
    m_impl->server = server.Install(m_impl->nodes.Get(m_impl->nodes.GetN() - 1));
    UdpClientHelper client(last, 9);
    client.SetAttribute("MaxPackets", UintegerValue(chain.packets));
    client.SetAttribute("Interval", TimeValue(NanoSeconds(chain.intervalNs)));
    client.SetAttribute("PacketSize", UintegerValue(chain.payload));
    client.Install(m_impl->nodes.Get(0));
}

Ns3Chain::~Ns3Chain()
{
    ns3::Simulator::Destroy();
    delete m_impl;
}

ChainResult Ns3Chain::run()
{
    ns3::Simulator::Run();
    ChainResult result;
    result.delivered = m_impl->server.Get(0)->GetObject<ns3::UdpServer>()->GetReceived();
    result.packetHops = result.delivered * static_cast<std::uint64_t>(m_impl->chain.links());
    return result;
}

} // namespace hopyard::bench
