/**
 * Objects by role, see `object-roles.ts` for the form of a line; the name behind is for who reads it. Standard MIBs from
 * their RFCs, vendors' from the MIB modules that they publish.
 */
export const OBJECT_ROLE_TABLE = `
1.3.6.1.2.1.2.2.1.1 if-index ifIndex
1.3.6.1.2.1.2.2.1.2 if-descr ifDescr
1.3.6.1.2.1.2.2.1.3 if-type ifType
1.3.6.1.2.1.2.2.1.4 if-mtu ifMtu
1.3.6.1.2.1.2.2.1.5 speed ifSpeed
1.3.6.1.2.1.2.2.1.6 if-mac ifPhysAddress
1.3.6.1.2.1.2.2.1.7 admin-status ifAdminStatus
1.3.6.1.2.1.2.2.1.8 oper-status ifOperStatus
1.3.6.1.2.1.2.2.1.9 if-last-change ×0.01 ifLastChange
1.3.6.1.2.1.2.2.1.10 in-octets ifInOctets
1.3.6.1.2.1.2.2.1.11 in-unicast ifInUcastPkts
1.3.6.1.2.1.2.2.1.13 in-discards ifInDiscards
1.3.6.1.2.1.2.2.1.14 in-errors ifInErrors
1.3.6.1.2.1.2.2.1.16 out-octets ifOutOctets
1.3.6.1.2.1.2.2.1.17 out-unicast ifOutUcastPkts
1.3.6.1.2.1.2.2.1.19 out-discards ifOutDiscards
1.3.6.1.2.1.2.2.1.20 out-errors ifOutErrors
1.3.6.1.2.1.31.1.1.1.1 if-name ifName
1.3.6.1.2.1.31.1.1.1.2 in-multicast ifInMulticastPkts
1.3.6.1.2.1.31.1.1.1.3 in-broadcast ifInBroadcastPkts
1.3.6.1.2.1.31.1.1.1.4 out-multicast ifOutMulticastPkts
1.3.6.1.2.1.31.1.1.1.5 out-broadcast ifOutBroadcastPkts
1.3.6.1.2.1.31.1.1.1.6 in-octets ^1 ifHCInOctets
1.3.6.1.2.1.31.1.1.1.7 in-unicast ^1 ifHCInUcastPkts
1.3.6.1.2.1.31.1.1.1.8 in-multicast ^1 ifHCInMulticastPkts
1.3.6.1.2.1.31.1.1.1.9 in-broadcast ^1 ifHCInBroadcastPkts
1.3.6.1.2.1.31.1.1.1.10 out-octets ^1 ifHCOutOctets
1.3.6.1.2.1.31.1.1.1.11 out-unicast ^1 ifHCOutUcastPkts
1.3.6.1.2.1.31.1.1.1.12 out-multicast ^1 ifHCOutMulticastPkts
1.3.6.1.2.1.31.1.1.1.13 out-broadcast ^1 ifHCOutBroadcastPkts
1.3.6.1.2.1.31.1.1.1.15 speed ×1000000 ^1 ifHighSpeed
1.3.6.1.2.1.31.1.1.1.18 if-alias ifAlias
1.3.6.1.2.1.10.7.2.1.19 if-duplex dot3StatsDuplexStatus
1.3.6.1.2.1.1.3 uptime ×0.01 sysUpTime
1.3.6.1.2.1.25.1.1 uptime ×0.01 ^1 hrSystemUptime
1.3.6.1.6.3.10.2.1.3 uptime ^2 snmpEngineTime
1.3.6.1.2.1.25.3.3.1.2 cpu ^1 hrProcessorLoad
1.3.6.1.2.1.25.2.2 memory-total ×1024 hrMemorySize
1.3.6.1.2.1.25.2.3.1.2 storage-type hrStorageType
1.3.6.1.2.1.25.2.3.1.3 storage-name hrStorageDescr
1.3.6.1.2.1.25.2.3.1.4 storage-unit hrStorageAllocationUnits
1.3.6.1.2.1.25.2.3.1.5 storage-size hrStorageSize
1.3.6.1.2.1.25.2.3.1.6 storage-used hrStorageUsed
1.3.6.1.2.1.99.1.1.1.1 sensor-type entPhySensorType
1.3.6.1.2.1.99.1.1.1.2 sensor-scale entPhySensorScale
1.3.6.1.2.1.99.1.1.1.3 sensor-precision entPhySensorPrecision
1.3.6.1.2.1.99.1.1.1.4 sensor-value entPhySensorValue
1.3.6.1.2.1.99.1.1.1.5 sensor-status entPhySensorOperStatus
1.3.6.1.2.1.105.1.3.1.1.2 power-budget pethMainPsePower
1.3.6.1.2.1.105.1.3.1.1.4 power pethMainPseConsumptionPower
1.0.8802.1.1.2.1.3.7.1.3 neighbour-local-port lldpLocPortId
1.0.8802.1.1.2.1.3.7.1.4 neighbour-local-port ^1 lldpLocPortDesc
1.0.8802.1.1.2.1.4.1.1.7 neighbour-port lldpRemPortId
1.0.8802.1.1.2.1.4.1.1.8 neighbour-port ^-1 lldpRemPortDesc
1.0.8802.1.1.2.1.4.1.1.9 neighbour-name lldpRemSysName
1.3.6.1.4.1.9.9.23.1.2.1.1.6 neighbour-name cdpCacheDeviceId
1.3.6.1.4.1.9.9.23.1.2.1.1.7 neighbour-port cdpCacheDevicePort
1.3.6.1.4.1.9.2.1.56 cpu busyPer
1.3.6.1.4.1.9.2.1.57 cpu ^1 avgBusy1
1.3.6.1.4.1.9.2.1.58 cpu avgBusy5
1.3.6.1.4.1.9.9.109.1.1.1.1.3 cpu cpmCPUTotal5sec
1.3.6.1.4.1.9.9.109.1.1.1.1.4 cpu ^2 cpmCPUTotal1min
1.3.6.1.4.1.9.9.109.1.1.1.1.5 cpu ^1 cpmCPUTotal5min
1.3.6.1.4.1.9.9.109.1.1.1.1.6 cpu ^2 cpmCPUTotal5secRev
1.3.6.1.4.1.9.9.109.1.1.1.1.7 cpu ^4 cpmCPUTotal1minRev
1.3.6.1.4.1.9.9.109.1.1.1.1.8 cpu ^3 cpmCPUTotal5minRev
1.3.6.1.4.1.9.9.109.1.1.1.1.12 memory-used ×1024 cpmCPUMemoryUsed
1.3.6.1.4.1.9.9.109.1.1.1.1.13 memory-free ×1024 cpmCPUMemoryFree
1.3.6.1.4.1.9.9.109.1.1.1.1.17 memory-used ×1024 ^1 cpmCPUMemoryHCUsed
1.3.6.1.4.1.9.9.109.1.1.1.1.19 memory-free ×1024 ^1 cpmCPUMemoryHCFree
1.3.6.1.4.1.9.9.48.1.1.1.5 memory-used ciscoMemoryPoolUsed
1.3.6.1.4.1.9.9.48.1.1.1.6 memory-free ciscoMemoryPoolFree
1.3.6.1.4.1.9.9.221.1.1.1.1.7 memory-used cempMemPoolUsed
1.3.6.1.4.1.9.9.221.1.1.1.1.8 memory-free cempMemPoolFree
1.3.6.1.4.1.9.9.221.1.1.1.1.18 memory-used ^1 cempMemPoolHCUsed
1.3.6.1.4.1.9.9.221.1.1.1.1.20 memory-free ^1 cempMemPoolHCFree
1.3.6.1.4.1.9.9.305.1.1.1 cpu ^2 cseSysCPUUtilization
1.3.6.1.4.1.9.9.305.1.1.2 memory-percent ^2 cseSysMemoryUtilization
1.3.6.1.4.1.9.6.1.101.1.7 cpu rlCpuUtilDuringLastSecond
1.3.6.1.4.1.9.6.1.101.1.8 cpu ^2 rlCpuUtilDuringLastMinute
1.3.6.1.4.1.9.6.1.101.1.9 cpu ^1 rlCpuUtilDuringLast5Minutes
1.3.6.1.4.1.9.9.91.1.1.1.1.1 sensor-type entSensorType
1.3.6.1.4.1.9.9.91.1.1.1.1.2 sensor-scale entSensorScale
1.3.6.1.4.1.9.9.91.1.1.1.1.3 sensor-precision entSensorPrecision
1.3.6.1.4.1.9.9.91.1.1.1.1.4 sensor-value entSensorValue
1.3.6.1.4.1.9.9.91.1.1.1.1.5 sensor-status entSensorStatus
1.3.6.1.4.1.9.9.13.1.2.1.3 voltage ×0.001 ciscoEnvMonVoltageStatusValue
1.3.6.1.4.1.9.9.13.1.3.1.3 temperature ciscoEnvMonTemperatureStatusValue
1.3.6.1.4.1.9.9.13.1.4.1.3 fan-state ciscoEnvMonFanState
1.3.6.1.4.1.9.9.13.1.5.1.3 power-state ciscoEnvMonSupplyState
1.3.6.1.4.1.9.9.117.1.1.2.1.2 power-state cefcFRUPowerOperStatus
1.3.6.1.4.1.9.9.117.1.4.1.1.1 fan-state cefcFanTrayOperStatus
1.3.6.1.4.1.89.1.7 cpu rlCpuUtilDuringLastSecond (RADLAN)
1.3.6.1.4.1.89.1.8 cpu ^2 rlCpuUtilDuringLastMinute (RADLAN)
1.3.6.1.4.1.89.1.9 cpu ^1 rlCpuUtilDuringLast5Minutes (RADLAN)
1.3.6.1.4.1.2021.11.11 cpu-idle ssCpuIdle
1.3.6.1.4.1.2021.4.5 memory-total ×1024 ^1 memTotalReal
1.3.6.1.4.1.2021.4.6 memory-free ×1024 memAvailReal
1.3.6.1.4.1.2021.4.14 memory-reclaimable ×1024 memBuffer
1.3.6.1.4.1.2021.4.15 memory-reclaimable ×1024 memCached
1.3.6.1.4.1.2021.13.16.2.1.3 temperature ×0.001 lmTempSensorsValue
1.3.6.1.4.1.2021.13.16.3.1.3 fan-speed lmFanSensorsValue
1.3.6.1.4.1.2021.13.16.4.1.3 voltage ×0.001 lmVoltSensorsValue
1.3.6.1.4.1.2636.3.1.13.1.7 temperature jnxOperatingTemp
1.3.6.1.4.1.2636.3.1.13.1.8 cpu ^1 jnxOperatingCPU
1.3.6.1.4.1.2636.3.1.13.1.11 memory-percent jnxOperatingBuffer
1.3.6.1.4.1.2636.3.39.1.12.1.1.1.4 cpu jnxJsSPUMonitoringCPUUsage
1.3.6.1.4.1.2636.3.39.1.12.1.1.1.5 memory-percent jnxJsSPUMonitoringMemoryUsage
1.3.6.1.4.1.11.2.14.11.5.1.9.6.1 cpu hpSwitchCpuStat
1.3.6.1.4.1.11.2.14.11.5.1.1.2.1.1.1.5 memory-total hpLocalMemTotalBytes
1.3.6.1.4.1.11.2.14.11.5.1.1.2.1.1.1.6 memory-free hpLocalMemFreeBytes
1.3.6.1.4.1.11.2.14.11.5.1.1.2.1.1.1.7 memory-used hpLocalMemAllocBytes
1.3.6.1.4.1.47196.4.1.1.3.22.1.0.1.3 cpu arubaWiredSystemInfoCpu
1.3.6.1.4.1.47196.4.1.1.3.22.1.0.1.10 cpu ^2 arubaWiredSystemInfoCpu1Min
1.3.6.1.4.1.47196.4.1.1.3.22.1.0.1.11 cpu ^1 arubaWiredSystemInfoCpu5Min
1.3.6.1.4.1.47196.4.1.1.3.22.1.0.1.4 memory-percent arubaWiredSystemInfoMemory
1.3.6.1.4.1.14823.2.2.1.2.1.13.1.3 cpu sysExtProcessorLoad
1.3.6.1.4.1.25506.2.6.1.1.1.1.6 cpu ^1 hh3cEntityExtCpuUsage
1.3.6.1.4.1.25506.2.6.1.1.1.1.8 memory-percent ^1 hh3cEntityExtMemUsage
1.3.6.1.4.1.25506.2.6.1.1.1.1.12 temperature hh3cEntityExtTemperature
1.3.6.1.4.1.2011.5.25.31.1.1.1.1.5 cpu ^1 hwEntityCpuUsage
1.3.6.1.4.1.2011.5.25.31.1.1.1.1.7 memory-percent ^1 hwEntityMemUsage
1.3.6.1.4.1.2011.5.25.31.1.1.1.1.11 temperature hwEntityTemperature
1.3.6.1.4.1.6027.3.10.1.2.9.1.2 cpu chStackUnitCpuUtil5Sec
1.3.6.1.4.1.6027.3.10.1.2.9.1.3 cpu ^2 chStackUnitCpuUtil1Min
1.3.6.1.4.1.6027.3.10.1.2.9.1.4 cpu ^1 chStackUnitCpuUtil5Min
1.3.6.1.4.1.6027.3.10.1.2.9.1.5 memory-percent chStackUnitMemUsageUtil
1.3.6.1.4.1.6027.3.26.1.4.4.1.1 cpu dellNetCpuUtil5Sec
1.3.6.1.4.1.6027.3.26.1.4.4.1.4 cpu ^2 dellNetCpuUtil1Min
1.3.6.1.4.1.6027.3.26.1.4.4.1.5 cpu ^1 dellNetCpuUtil5Min
1.3.6.1.4.1.6027.3.26.1.4.4.1.6 memory-percent dellNetCpuUtilMemUsage
1.3.6.1.4.1.1916.1.32.1.2 cpu extremeCpuMonitorTotalUtilization
1.3.6.1.4.1.1916.1.32.1.4.1.8 cpu ^2 extremeCpuMonitorSystemUtilization1min
1.3.6.1.4.1.1916.1.32.1.4.1.9 cpu ^1 extremeCpuMonitorSystemUtilization5mins
1.3.6.1.4.1.1916.1.32.2.2.1.2 memory-total ×1024 extremeMemoryMonitorSystemTotal
1.3.6.1.4.1.1916.1.32.2.2.1.3 memory-free ×1024 extremeMemoryMonitorSystemFree
1.3.6.1.4.1.1916.1.1.1.8 temperature extremeCurrentTemperature
1.3.6.1.4.1.1588.2.1.1.1.26.1 cpu swCpuUsage
1.3.6.1.4.1.1588.2.1.1.1.26.6 memory-percent swMemUsage
1.3.6.1.4.1.1991.1.1.2.1.52 cpu ^1 snAgGblCpuUtil1MinAvg
1.3.6.1.4.1.1991.1.1.2.1.53 memory-percent snAgGblDynMemUtil
1.3.6.1.4.1.1991.1.1.2.1.54 memory-total snAgGblDynMemTotal
1.3.6.1.4.1.1991.1.1.2.1.55 memory-free snAgGblDynMemFree
1.3.6.1.4.1.12356.101.4.1.3 cpu ^1 fgSysCpuUsage
1.3.6.1.4.1.12356.101.4.1.4 memory-percent ^1 fgSysMemUsage
1.3.6.1.4.1.6527.3.1.2.1.1.1 cpu sgiCpuUsage
1.3.6.1.4.1.3375.2.1.1.2.20.21 cpu sysGlobalHostCpuUsageRatio5s
1.3.6.1.4.1.3375.2.1.1.2.20.29 cpu ^2 sysGlobalHostCpuUsageRatio1m
1.3.6.1.4.1.3375.2.1.1.2.20.37 cpu ^1 sysGlobalHostCpuUsageRatio5m
1.3.6.1.4.1.3375.2.1.1.2.1.44 memory-total sysStatMemoryTotal
1.3.6.1.4.1.3375.2.1.1.2.1.45 memory-used sysStatMemoryUsed
1.3.6.1.4.1.14988.1.1.3.6 temperature ×0.1 mtxrHlCpuTemperature
1.3.6.1.4.1.14988.1.1.3.7 temperature ×0.1 mtxrHlBoardTemperature
`;
