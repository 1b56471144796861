import type { ModuleNotation } from "./notation.ts";

export const ipMib: ModuleNotation = {
  module: "IP-MIB",
  tree: `
type Forwarding = forwarding(1) notForwarding(2)
type UpDown = up(1) down(2)
1.3.6.1.2.1.4 ip
  1 ipForwarding: Forwarding, 2 ipDefaultTTL, 3 ipInReceives, 4 ipInHdrErrors, 5 ipInAddrErrors
  6 ipForwDatagrams, 7 ipInUnknownProtos, 8 ipInDiscards, 9 ipInDelivers, 10 ipOutRequests
  11 ipOutDiscards, 12 ipOutNoRoutes, 13 ipReasmTimeout, 14 ipReasmReqds, 15 ipReasmOKs
  16 ipReasmFails, 17 ipFragOKs, 18 ipFragFails, 19 ipFragCreates
  20 ipAddrTable
    1 ipAddrEntry
      1 ipAdEntAddr, 2 ipAdEntIfIndex, 3 ipAdEntNetMask, 4 ipAdEntBcastAddr
      5 ipAdEntReasmMaxSize
  22 ipNetToMediaTable
    1 ipNetToMediaEntry
      1 ipNetToMediaIfIndex, 2 ipNetToMediaPhysAddress: PhysAddress, 3 ipNetToMediaNetAddress
      4 ipNetToMediaType: other(1) invalid(2) dynamic(3) static(4)
  23 ipRoutingDiscards, 25 ipv6IpForwarding: Forwarding, 26 ipv6IpDefaultHopLimit
  27 ipv4InterfaceTableLastChange
  28 ipv4InterfaceTable
    1 ipv4InterfaceEntry
      1 ipv4InterfaceIfIndex, 2 ipv4InterfaceReasmMaxSize, 3 ipv4InterfaceEnableStatus: UpDown
      4 ipv4InterfaceRetransmitTime
  29 ipv6InterfaceTableLastChange
  30 ipv6InterfaceTable
    1 ipv6InterfaceEntry
      1 ipv6InterfaceIfIndex, 2 ipv6InterfaceReasmMaxSize, 3 ipv6InterfaceIdentifier
      5 ipv6InterfaceEnableStatus: UpDown, 6 ipv6InterfaceReachableTime
      7 ipv6InterfaceRetransmitTime, 8 ipv6InterfaceForwarding: Forwarding
  31 ipTrafficStats
    1 ipSystemStatsTable
      1 ipSystemStatsEntry
        1 ipSystemStatsIPVersion: InetVersion, 3 ipSystemStatsInReceives
        4 ipSystemStatsHCInReceives, 5 ipSystemStatsInOctets, 6 ipSystemStatsHCInOctets
        7 ipSystemStatsInHdrErrors, 8 ipSystemStatsInNoRoutes, 9 ipSystemStatsInAddrErrors
        10 ipSystemStatsInUnknownProtos, 11 ipSystemStatsInTruncatedPkts
        12 ipSystemStatsInForwDatagrams, 13 ipSystemStatsHCInForwDatagrams
        14 ipSystemStatsReasmReqds, 15 ipSystemStatsReasmOKs, 16 ipSystemStatsReasmFails
        17 ipSystemStatsInDiscards, 18 ipSystemStatsInDelivers, 19 ipSystemStatsHCInDelivers
        20 ipSystemStatsOutRequests, 21 ipSystemStatsHCOutRequests, 22 ipSystemStatsOutNoRoutes
        23 ipSystemStatsOutForwDatagrams, 24 ipSystemStatsHCOutForwDatagrams
        25 ipSystemStatsOutDiscards, 26 ipSystemStatsOutFragReqds, 27 ipSystemStatsOutFragOKs
        28 ipSystemStatsOutFragFails, 29 ipSystemStatsOutFragCreates
        30 ipSystemStatsOutTransmits, 31 ipSystemStatsHCOutTransmits, 32 ipSystemStatsOutOctets
        33 ipSystemStatsHCOutOctets, 34 ipSystemStatsInMcastPkts, 35 ipSystemStatsHCInMcastPkts
        36 ipSystemStatsInMcastOctets, 37 ipSystemStatsHCInMcastOctets
        38 ipSystemStatsOutMcastPkts, 39 ipSystemStatsHCOutMcastPkts
        40 ipSystemStatsOutMcastOctets, 41 ipSystemStatsHCOutMcastOctets
        42 ipSystemStatsInBcastPkts, 43 ipSystemStatsHCInBcastPkts, 44 ipSystemStatsOutBcastPkts
        45 ipSystemStatsHCOutBcastPkts, 46 ipSystemStatsDiscontinuityTime
        47 ipSystemStatsRefreshRate
    2 ipIfStatsTableLastChange
    3 ipIfStatsTable
      1 ipIfStatsEntry
        1 ipIfStatsIPVersion: InetVersion, 2 ipIfStatsIfIndex, 3 ipIfStatsInReceives
        4 ipIfStatsHCInReceives, 5 ipIfStatsInOctets, 6 ipIfStatsHCInOctets
        7 ipIfStatsInHdrErrors, 8 ipIfStatsInNoRoutes, 9 ipIfStatsInAddrErrors
        10 ipIfStatsInUnknownProtos, 11 ipIfStatsInTruncatedPkts, 12 ipIfStatsInForwDatagrams
        13 ipIfStatsHCInForwDatagrams, 14 ipIfStatsReasmReqds, 15 ipIfStatsReasmOKs
        16 ipIfStatsReasmFails, 17 ipIfStatsInDiscards, 18 ipIfStatsInDelivers
        19 ipIfStatsHCInDelivers, 20 ipIfStatsOutRequests, 21 ipIfStatsHCOutRequests
        23 ipIfStatsOutForwDatagrams, 24 ipIfStatsHCOutForwDatagrams, 25 ipIfStatsOutDiscards
        26 ipIfStatsOutFragReqds, 27 ipIfStatsOutFragOKs, 28 ipIfStatsOutFragFails
        29 ipIfStatsOutFragCreates, 30 ipIfStatsOutTransmits, 31 ipIfStatsHCOutTransmits
        32 ipIfStatsOutOctets, 33 ipIfStatsHCOutOctets, 34 ipIfStatsInMcastPkts
        35 ipIfStatsHCInMcastPkts, 36 ipIfStatsInMcastOctets, 37 ipIfStatsHCInMcastOctets
        38 ipIfStatsOutMcastPkts, 39 ipIfStatsHCOutMcastPkts, 40 ipIfStatsOutMcastOctets
        41 ipIfStatsHCOutMcastOctets, 42 ipIfStatsInBcastPkts, 43 ipIfStatsHCInBcastPkts
        44 ipIfStatsOutBcastPkts, 45 ipIfStatsHCOutBcastPkts, 46 ipIfStatsDiscontinuityTime
        47 ipIfStatsRefreshRate
  32 ipAddressPrefixTable
    1 ipAddressPrefixEntry
      1 ipAddressPrefixIfIndex, 2 ipAddressPrefixType: InetAddressType
      3 ipAddressPrefixPrefix: InetAddress(ipAddressPrefixType), 4 ipAddressPrefixLength
      5 ipAddressPrefixOrigin: other(1) manual(2) wellknown(3) dhcp(4) routeradv(5)
      6 ipAddressPrefixOnLinkFlag: TruthValue, 7 ipAddressPrefixAutonomousFlag: TruthValue
      8 ipAddressPrefixAdvPreferredLifetime, 9 ipAddressPrefixAdvValidLifetime
  33 ipAddressSpinLock
  34 ipAddressTable
    1 ipAddressEntry
      1 ipAddressAddrType: InetAddressType, 2 ipAddressAddr: InetAddress(ipAddressAddrType)
      3 ipAddressIfIndex
      4 ipAddressType: unicast(1) anycast(2) broadcast(3)
      5 ipAddressPrefix
      6 ipAddressOrigin: other(1) manual(2) dhcp(4) linklayer(5) random(6)
      7 ipAddressStatus: preferred(1) deprecated(2) invalid(3) inaccessible(4) unknown(5)
          tentative(6) duplicate(7) optimistic(8)
      8 ipAddressCreated, 9 ipAddressLastChanged, 10 ipAddressRowStatus: RowStatus
      11 ipAddressStorageType: StorageType
  35 ipNetToPhysicalTable
    1 ipNetToPhysicalEntry
      1 ipNetToPhysicalIfIndex, 2 ipNetToPhysicalNetAddressType: InetAddressType
      3 ipNetToPhysicalNetAddress: InetAddress(ipNetToPhysicalNetAddressType)
      4 ipNetToPhysicalPhysAddress: PhysAddress, 5 ipNetToPhysicalLastUpdated
      6 ipNetToPhysicalType: other(1) invalid(2) dynamic(3) static(4) local(5)
      7 ipNetToPhysicalState: reachable(1) stale(2) delay(3) probe(4) invalid(5) unknown(6)
          incomplete(7)
      8 ipNetToPhysicalRowStatus: RowStatus
  36 ipv6ScopeZoneIndexTable
    1 ipv6ScopeZoneIndexEntry
      1 ipv6ScopeZoneIndexIfIndex, 2 ipv6ScopeZoneIndexLinkLocal, 3 ipv6ScopeZoneIndex3
      4 ipv6ScopeZoneIndexAdminLocal, 5 ipv6ScopeZoneIndexSiteLocal, 6 ipv6ScopeZoneIndex6
      7 ipv6ScopeZoneIndex7, 8 ipv6ScopeZoneIndexOrganizationLocal, 9 ipv6ScopeZoneIndex9
      10 ipv6ScopeZoneIndexA, 11 ipv6ScopeZoneIndexB, 12 ipv6ScopeZoneIndexC
      13 ipv6ScopeZoneIndexD
  37 ipDefaultRouterTable
    1 ipDefaultRouterEntry
      1 ipDefaultRouterAddressType: InetAddressType
      2 ipDefaultRouterAddress: InetAddress(ipDefaultRouterAddressType), 3 ipDefaultRouterIfIndex
      4 ipDefaultRouterLifetime
      5 ipDefaultRouterPreference: reserved(-2) low(-1) medium(0) high(1)
  38 ipv6RouterAdvertSpinLock
  39 ipv6RouterAdvertTable
    1 ipv6RouterAdvertEntry
      1 ipv6RouterAdvertIfIndex, 2 ipv6RouterAdvertSendAdverts: TruthValue
      3 ipv6RouterAdvertMaxInterval, 4 ipv6RouterAdvertMinInterval
      5 ipv6RouterAdvertManagedFlag: TruthValue, 6 ipv6RouterAdvertOtherConfigFlag: TruthValue
      7 ipv6RouterAdvertLinkMTU, 8 ipv6RouterAdvertReachableTime
      9 ipv6RouterAdvertRetransmitTime, 10 ipv6RouterAdvertCurHopLimit
      11 ipv6RouterAdvertDefaultLifetime, 12 ipv6RouterAdvertRowStatus: RowStatus
1.3.6.1.2.1.5 icmp
  1 icmpInMsgs, 2 icmpInErrors, 3 icmpInDestUnreachs, 4 icmpInTimeExcds, 5 icmpInParmProbs
  6 icmpInSrcQuenchs, 7 icmpInRedirects, 8 icmpInEchos, 9 icmpInEchoReps, 10 icmpInTimestamps
  11 icmpInTimestampReps, 12 icmpInAddrMasks, 13 icmpInAddrMaskReps, 14 icmpOutMsgs
  15 icmpOutErrors, 16 icmpOutDestUnreachs, 17 icmpOutTimeExcds, 18 icmpOutParmProbs
  19 icmpOutSrcQuenchs, 20 icmpOutRedirects, 21 icmpOutEchos, 22 icmpOutEchoReps
  23 icmpOutTimestamps, 24 icmpOutTimestampReps, 25 icmpOutAddrMasks, 26 icmpOutAddrMaskReps
  29 icmpStatsTable
    1 icmpStatsEntry
      1 icmpStatsIPVersion: InetVersion, 2 icmpStatsInMsgs, 3 icmpStatsInErrors
      4 icmpStatsOutMsgs, 5 icmpStatsOutErrors
  30 icmpMsgStatsTable
    1 icmpMsgStatsEntry
      1 icmpMsgStatsIPVersion: InetVersion, 2 icmpMsgStatsType, 3 icmpMsgStatsInPkts
      4 icmpMsgStatsOutPkts
1.3.6.1.2.1.48 ipMIB
`,
};

export const tcpMib: ModuleNotation = {
  module: "TCP-MIB",
  tree: `
type TcpState = closed(1) listen(2) synSent(3) synReceived(4) established(5) finWait1(6) finWait2(7)
    closeWait(8) lastAck(9) closing(10) timeWait(11) deleteTCB(12)
1.3.6.1.2.1.6 tcp
  1 tcpRtoAlgorithm: other(1) constant(2) rsre(3) vanj(4) rfc2988(5)
  2 tcpRtoMin, 3 tcpRtoMax, 4 tcpMaxConn, 5 tcpActiveOpens, 6 tcpPassiveOpens, 7 tcpAttemptFails
  8 tcpEstabResets, 9 tcpCurrEstab, 10 tcpInSegs, 11 tcpOutSegs, 12 tcpRetransSegs
  13 tcpConnTable
    1 tcpConnEntry
      1 tcpConnState: TcpState, 2 tcpConnLocalAddress, 3 tcpConnLocalPort, 4 tcpConnRemAddress
      5 tcpConnRemPort
  14 tcpInErrs, 15 tcpOutRsts, 17 tcpHCInSegs, 18 tcpHCOutSegs
  19 tcpConnectionTable
    1 tcpConnectionEntry
      1 tcpConnectionLocalAddressType: InetAddressType
      2 tcpConnectionLocalAddress: InetAddress(tcpConnectionLocalAddressType)
      3 tcpConnectionLocalPort, 4 tcpConnectionRemAddressType: InetAddressType
      5 tcpConnectionRemAddress: InetAddress(tcpConnectionRemAddressType), 6 tcpConnectionRemPort
      7 tcpConnectionState: TcpState, 8 tcpConnectionProcess
  20 tcpListenerTable
    1 tcpListenerEntry
      1 tcpListenerLocalAddressType: InetAddressType
      2 tcpListenerLocalAddress: InetAddress(tcpListenerLocalAddressType), 3 tcpListenerLocalPort
      4 tcpListenerProcess
1.3.6.1.2.1.49 tcpMIB
`,
};

export const udpMib: ModuleNotation = {
  module: "UDP-MIB",
  tree: `
1.3.6.1.2.1.7 udp
  1 udpInDatagrams, 2 udpNoPorts, 3 udpInErrors, 4 udpOutDatagrams
  5 udpTable
    1 udpEntry
      1 udpLocalAddress, 2 udpLocalPort
  7 udpEndpointTable
    1 udpEndpointEntry
      1 udpEndpointLocalAddressType: InetAddressType
      2 udpEndpointLocalAddress: InetAddress(udpEndpointLocalAddressType), 3 udpEndpointLocalPort
      4 udpEndpointRemoteAddressType: InetAddressType
      5 udpEndpointRemoteAddress: InetAddress(udpEndpointRemoteAddressType)
      6 udpEndpointRemotePort, 7 udpEndpointInstance, 8 udpEndpointProcess
  8 udpHCInDatagrams, 9 udpHCOutDatagrams
1.3.6.1.2.1.50 udpMIB
`,
};

/**
 * What RFC 1213 alone has: address translation, the routing table and EGP. Everything else of MIB-II lives on
 * in the modules that replaced it, under the same names; those are borrowed, up to the last object RFC 1213 knew.
 */
export const rfc1213Mib: ModuleNotation = {
  module: "RFC1213-MIB",
  tree: `
1.3.6.1.2.1 mib-2
  3 at
    1 atTable
      1 atEntry
        1 atIfIndex, 2 atPhysAddress: PhysAddress, 3 atNetAddress
  8 egp
    1 egpInMsgs, 2 egpInErrors, 3 egpOutMsgs, 4 egpOutErrors
    5 egpNeighTable
      1 egpNeighEntry
        1 egpNeighState: idle(1) acquisition(2) down(3) up(4) cease(5)
        2 egpNeighAddr, 3 egpNeighAs, 4 egpNeighInMsgs, 5 egpNeighInErrs, 6 egpNeighOutMsgs
        7 egpNeighOutErrs, 8 egpNeighInErrMsgs, 9 egpNeighOutErrMsgs, 10 egpNeighStateUps
        11 egpNeighStateDowns, 12 egpNeighIntervalHello, 13 egpNeighIntervalPoll
        14 egpNeighMode: active(1) passive(2)
        15 egpNeighEventTrigger: start(1) stop(2)
    6 egpAs
  10 transmission
1.3.6.1.2.1.4.21 ipRouteTable
  1 ipRouteEntry
    1 ipRouteDest, 2 ipRouteIfIndex, 3 ipRouteMetric1, 4 ipRouteMetric2, 5 ipRouteMetric3
    6 ipRouteMetric4, 7 ipRouteNextHop
    8 ipRouteType: other(1) invalid(2) direct(3) indirect(4)
    9 ipRouteProto: other(1) local(2) netmgmt(3) icmp(4) egp(5) ggp(6) hello(7) rip(8) is-is(9)
        es-is(10) ciscoIgrp(11) bbnSpfIgp(12) ospf(13) bgp(14)
    10 ipRouteAge, 11 ipRouteMask, 12 ipRouteMetric5, 13 ipRouteInfo
`,
  borrows: [
    { from: "SNMPv2-MIB", root: "1.3.6.1.2.1.1", upTo: 7 },
    { from: "IF-MIB", root: "1.3.6.1.2.1.2", upTo: 2 },
    { from: "IP-MIB", root: "1.3.6.1.2.1.4", upTo: 23 },
    { from: "IP-MIB", root: "1.3.6.1.2.1.5", upTo: 26 },
    { from: "TCP-MIB", root: "1.3.6.1.2.1.6", upTo: 15 },
    { from: "UDP-MIB", root: "1.3.6.1.2.1.7", upTo: 5 },
    { from: "SNMPv2-MIB", root: "1.3.6.1.2.1.11", upTo: 30 },
  ],
};
