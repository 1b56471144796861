export {
  type ClientStats,
  type ColumnAnswer,
  type ColumnsAnswer,
  type ColumnsOptions,
  type ColumnWish,
  type GetAnswer,
  type LearnedDevice,
  type OpenSnmpClient,
  type ReadAnswer,
  type ReadPriority,
  type ReadWish,
  type SnmpClient,
  type SnmpTarget,
} from "./client.ts";
export { DEFAULT_ENGINE, type EngineNotice, type EngineOptions } from "./engine-options.ts";
export { statusName } from "./error-status.ts";
export { SnmpError, type SnmpErrorCode } from "./errors.ts";
export { createSnmpOpener, type SnmpHost } from "./open.ts";
export type { TraceEvent, TraceOf, TraceSink } from "./trace.ts";
export { openUdpSocket } from "./transport/udp-network.ts";
