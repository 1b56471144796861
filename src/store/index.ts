export {
  aggregate,
  ENDPOINT_CODES,
  type EndpointCode,
  endpointCodeOf,
  judge,
  type TaskReport,
  textOf,
  type Verdict,
} from "./device-status.ts";
export { type DeviceState, type StatusEvent, StatusStore } from "./status-store.ts";
