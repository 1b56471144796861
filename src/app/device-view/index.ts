export { type DeviceViewOptions, deviceViewPort } from "./device-view-port.ts";
