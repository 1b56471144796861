export type { DeviceIdentity, Dimensions, Sample } from "./sample.ts";
