export { EXPOSITION_TYPE, expositionOf, type FamilyText } from "./exposition.ts";
export { type CompletedPoll, LastPolls } from "./last-polls.ts";
export { type KnownKeys, type MetricName, type NameCollision, Names } from "./names.ts";
export { type NotWritten, RemoteWrite, type RemoteWriteOptions } from "./remote-write.ts";
