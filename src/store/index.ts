export {
  aggregate,
  ENDPOINT_CODES,
  type EndpointCode,
  endpointCodeOf,
  judge,
  type TaskReport,
  type Verdict,
} from "./device-status.ts";
export { type DeviceState, type StatusEvent, StatusStore } from "./status-store.ts";
