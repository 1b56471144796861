import type { ModuleNotation } from "./notation.ts";

export const hostResourcesMib: ModuleNotation = {
  module: "HOST-RESOURCES-MIB",
  tree: `
type Access = readWrite(1) readOnly(2)
type SoftwareType = unknown(1) operatingSystem(2) deviceDriver(3) application(4)
1.3.6.1.2.1.25 host
  1 hrSystem
    1 hrSystemUptime, 2 hrSystemDate: DateAndTime, 3 hrSystemInitialLoadDevice
    4 hrSystemInitialLoadParameters, 5 hrSystemNumUsers, 6 hrSystemProcesses
    7 hrSystemMaxProcesses
  2 hrStorage
    1 hrStorageTypes, 2 hrMemorySize
    3 hrStorageTable
      1 hrStorageEntry
        1 hrStorageIndex, 2 hrStorageType, 3 hrStorageDescr, 4 hrStorageAllocationUnits
        5 hrStorageSize, 6 hrStorageUsed, 7 hrStorageAllocationFailures
  3 hrDevice
    1 hrDeviceTypes
    2 hrDeviceTable
      1 hrDeviceEntry
        1 hrDeviceIndex, 2 hrDeviceType, 3 hrDeviceDescr, 4 hrDeviceID
        5 hrDeviceStatus: unknown(1) running(2) warning(3) testing(4) down(5)
        6 hrDeviceErrors
    3 hrProcessorTable
      1 hrProcessorEntry
        1 hrProcessorFrwID, 2 hrProcessorLoad
    4 hrNetworkTable
      1 hrNetworkEntry
        1 hrNetworkIfIndex
    5 hrPrinterTable
      1 hrPrinterEntry
        1 hrPrinterStatus: other(1) unknown(2) idle(3) printing(4) warmup(5)
        2 hrPrinterDetectedErrorState
    6 hrDiskStorageTable
      1 hrDiskStorageEntry
        1 hrDiskStorageAccess: Access
        2 hrDiskStorageMedia: other(1) unknown(2) hardDisk(3) floppyDisk(4) opticalDiskROM(5)
            opticalDiskWORM(6) opticalDiskRW(7) ramDisk(8)
        3 hrDiskStorageRemoveble: TruthValue, 4 hrDiskStorageCapacity
    7 hrPartitionTable
      1 hrPartitionEntry
        1 hrPartitionIndex, 2 hrPartitionLabel, 3 hrPartitionID, 4 hrPartitionSize
        5 hrPartitionFSIndex
    8 hrFSTable
      1 hrFSEntry
        1 hrFSIndex, 2 hrFSMountPoint, 3 hrFSRemoteMountPoint, 4 hrFSType, 5 hrFSAccess: Access
        6 hrFSBootable: TruthValue, 7 hrFSStorageIndex, 8 hrFSLastFullBackupDate: DateAndTime
        9 hrFSLastPartialBackupDate: DateAndTime
    9 hrFSTypes
  4 hrSWRun
    1 hrSWOSIndex
    2 hrSWRunTable
      1 hrSWRunEntry
        1 hrSWRunIndex, 2 hrSWRunName, 3 hrSWRunID, 4 hrSWRunPath, 5 hrSWRunParameters
        6 hrSWRunType: SoftwareType
        7 hrSWRunStatus: running(1) runnable(2) notRunnable(3) invalid(4)
  5 hrSWRunPerf
    1 hrSWRunPerfTable
      1 hrSWRunPerfEntry
        1 hrSWRunPerfCPU, 2 hrSWRunPerfMem
  6 hrSWInstalled
    1 hrSWInstalledLastChange, 2 hrSWInstalledLastUpdateTime
    3 hrSWInstalledTable
      1 hrSWInstalledEntry
        1 hrSWInstalledIndex, 2 hrSWInstalledName, 3 hrSWInstalledID, 4 hrSWInstalledType: SoftwareType
        5 hrSWInstalledDate: DateAndTime
  7 hrMIBAdminInfo
    1 hostResourcesMibModule
`,
};

export const hostResourcesTypes: ModuleNotation = {
  module: "HOST-RESOURCES-TYPES",
  tree: `
1.3.6.1.2.1.25.2.1 hrStorageTypes
  1 hrStorageOther, 2 hrStorageRam, 3 hrStorageVirtualMemory, 4 hrStorageFixedDisk
  5 hrStorageRemovableDisk, 6 hrStorageFloppyDisk, 7 hrStorageCompactDisc, 8 hrStorageRamDisk
  9 hrStorageFlashMemory, 10 hrStorageNetworkDisk
1.3.6.1.2.1.25.3.1 hrDeviceTypes
  1 hrDeviceOther, 2 hrDeviceUnknown, 3 hrDeviceProcessor, 4 hrDeviceNetwork, 5 hrDevicePrinter
  6 hrDeviceDiskStorage, 10 hrDeviceVideo, 11 hrDeviceAudio, 12 hrDeviceCoprocessor
  13 hrDeviceKeyboard, 14 hrDeviceModem, 15 hrDeviceParallelPort, 16 hrDevicePointing
  17 hrDeviceSerialPort, 18 hrDeviceTape, 19 hrDeviceClock, 20 hrDeviceVolatileMemory
  21 hrDeviceNonVolatileMemory
1.3.6.1.2.1.25.3.9 hrFSTypes
  1 hrFSOther, 2 hrFSUnknown, 3 hrFSBerkeleyFFS, 4 hrFSSys5FS, 5 hrFSFat, 6 hrFSHPFS, 7 hrFSHFS
  8 hrFSMFS, 9 hrFSNTFS, 10 hrFSVNode, 11 hrFSJournaled, 12 hrFSiso9660, 13 hrFSRockRidge
  14 hrFSNFS, 15 hrFSNetware, 16 hrFSAFS, 17 hrFSDFS, 18 hrFSAppleshare, 19 hrFSRFS, 20 hrFSDGCFS
  21 hrFSBFS, 22 hrFSFAT32, 23 hrFSLinuxExt2
1.3.6.1.2.1.25.7.4 hostResourcesTypesModule
`,
};

export const ucdSnmpMib: ModuleNotation = {
  module: "UCD-SNMP-MIB",
  tree: `
type UCDErrorFlag = noError(0) error(1)
type UCDErrorFix = noError(0) runFix(1)
1.3.6.1.4.1.2021 ucdavis
  2 prTable
    1 prEntry
      1 prIndex, 2 prNames, 3 prMin, 4 prMax, 5 prCount, 100 prErrorFlag: UCDErrorFlag
      101 prErrMessage, 102 prErrFix: UCDErrorFix, 103 prErrFixCmd
  4 memory
    1 memIndex, 2 memErrorName, 3 memTotalSwap, 4 memAvailSwap, 5 memTotalReal, 6 memAvailReal
    7 memTotalSwapTXT, 8 memAvailSwapTXT, 9 memTotalRealTXT, 10 memAvailRealTXT, 11 memTotalFree
    12 memMinimumSwap, 13 memShared, 14 memBuffer, 15 memCached, 16 memUsedSwapTXT
    17 memUsedRealTXT, 18 memTotalSwapX, 19 memAvailSwapX, 20 memTotalRealX, 21 memAvailRealX
    22 memTotalFreeX, 23 memMinimumSwapX, 24 memSharedX, 25 memBufferX, 26 memCachedX
    27 memSysAvail, 100 memSwapError: UCDErrorFlag, 101 memSwapErrorMsg
  8 extTable
    1 extEntry
      1 extIndex, 2 extNames, 3 extCommand, 100 extResult, 101 extOutput
      102 extErrFix: UCDErrorFix, 103 extErrFixCmd
  9 dskTable
    1 dskEntry
      1 dskIndex, 2 dskPath, 3 dskDevice, 4 dskMinimum, 5 dskMinPercent, 6 dskTotal, 7 dskAvail
      8 dskUsed, 9 dskPercent, 10 dskPercentNode, 11 dskTotalLow, 12 dskTotalHigh, 13 dskAvailLow
      14 dskAvailHigh, 15 dskUsedLow, 16 dskUsedHigh, 100 dskErrorFlag: UCDErrorFlag
      101 dskErrorMsg
  10 laTable
    1 laEntry
      1 laIndex, 2 laNames, 3 laLoad, 4 laConfig, 5 laLoadInt, 6 laLoadFloat
      100 laErrorFlag: UCDErrorFlag, 101 laErrMessage
  11 systemStats
    1 ssIndex, 2 ssErrorName, 3 ssSwapIn, 4 ssSwapOut, 5 ssIOSent, 6 ssIOReceive
    7 ssSysInterrupts, 8 ssSysContext, 9 ssCpuUser, 10 ssCpuSystem, 11 ssCpuIdle, 50 ssCpuRawUser
    51 ssCpuRawNice, 52 ssCpuRawSystem, 53 ssCpuRawIdle, 54 ssCpuRawWait, 55 ssCpuRawKernel
    56 ssCpuRawInterrupt, 57 ssIORawSent, 58 ssIORawReceived, 59 ssRawInterrupts
    60 ssRawContexts, 61 ssCpuRawSoftIRQ, 62 ssRawSwapIn, 63 ssRawSwapOut, 64 ssCpuRawSteal
    65 ssCpuRawGuest, 66 ssCpuRawGuestNice, 67 ssCpuNumCpus
  12 ucdInternal, 13 ucdExperimental
  15 fileTable
    1 fileEntry
      1 fileIndex, 2 fileName, 3 fileSize, 4 fileMax, 100 fileErrorFlag: UCDErrorFlag
      101 fileErrorMsg
  16 logMatch
    1 logMatchMaxEntries
    2 logMatchTable
      1 logMatchEntry
        1 logMatchIndex, 2 logMatchName, 3 logMatchFilename, 4 logMatchRegEx
        5 logMatchGlobalCounter, 6 logMatchGlobalCount, 7 logMatchCurrentCounter
        8 logMatchCurrentCount, 9 logMatchCounter, 10 logMatchCount, 11 logMatchCycle
        100 logMatchErrorFlag: UCDErrorFlag, 101 logMatchRegExCompilation
  100 version
    1 versionIndex, 2 versionTag, 3 versionDate, 4 versionCDate, 5 versionIdent
    6 versionConfigureOptions, 10 versionClearCache, 11 versionUpdateConfig
    12 versionRestartAgent, 13 versionSavePersistentData, 20 versionDoDebugging
  101 snmperrs
    1 snmperrIndex, 2 snmperrNames, 100 snmperrErrorFlag: UCDErrorFlag, 101 snmperrErrMessage
  102 mrTable
    1 mrEntry
      1 mrIndex, 2 mrModuleName
  250 ucdSnmpAgent
    1 hpux9, 2 sunos4, 3 solaris, 4 osf, 5 ultrix, 6 hpux10, 7 netbsd1, 8 freebsd, 9 irix
    10 linux, 11 bsdi, 12 openbsd, 13 win32, 14 hpux11, 15 aix, 16 macosx, 17 dragonfly
    255 unknown
  251 ucdTraps
    1 ucdStart, 2 ucdShutdown
`,
};
