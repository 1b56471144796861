export {
  type CounterBaselines,
  type CounterSeries,
  emptyBaselines,
  type ReadTime,
  type UnreadCounter,
} from "./baselines.ts";
export { DIMENSION_VALUE_MAX, normaliseDimensionValue } from "./dimension-value.ts";
export { explainMetric, type RowExplanation, type TaskPolls } from "./explain.ts";
export { type Mapped, mapSamples } from "./map-samples.ts";
export type { CounterNotes, MappingNotes } from "./notes.ts";
export type { DeviceIdentity, Dimensions, Sample } from "./sample.ts";
export { wantedRows } from "./wanted-rows.ts";
