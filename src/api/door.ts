import type { Clock } from "../base/index.ts";
import type { Admittance } from "./admittance.ts";
import type { InFlight } from "./in-flight.ts";
import type { EventStreams } from "./json/event-streams.ts";
import type { ApiLimits } from "./options.ts";
import type { QuietLog } from "./quiet-log.ts";
import type { SenderRates } from "./sender-rates.ts";

/** What every route has in common: who may come in, how often, and how much at once. */
export interface Door {
  readonly admittance: Admittance;
  readonly rates: SenderRates;
  readonly inFlight: InFlight;
  readonly limits: ApiLimits;
  readonly clock: Clock;
  readonly log: QuietLog;
}

/** Of the routes beside the ingest. */
export interface ApiDoor extends Door {
  readonly streams: EventStreams;
}
