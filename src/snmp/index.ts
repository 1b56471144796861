export {
  type ClientStats,
  type ColumnAnswer,
  type ColumnsAnswer,
  type ColumnsOptions,
  DEFAULT_ROWS_MAX,
  type GetAnswer,
  type OpenSnmpClient,
  type SnmpClient,
  type SnmpTarget,
} from "./client.ts";
export { SNMP_ERROR_CODES, SnmpError, type SnmpErrorCode } from "./errors.ts";
export { createSnmpOpener, type SnmpHost } from "./open.ts";
