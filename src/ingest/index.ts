export type { Line, Outcome, RejectedLine, Sink } from "./sink.ts";
