import type { LearnedDevice } from "../../src/snmp/index.ts";

/** What a client knows of a device it has never asked, but for what is given. */
export const learnedWith = ({ exchange, reading }: LearnedParts): LearnedDevice => ({
  version: 1,
  exchange: { rtt: undefined, tables: {}, engine: undefined, alternateSource: undefined, ...exchange },
  reading: {
    provenBytes: 0,
    failedBytes: undefined,
    truncates: false,
    noBulk: undefined,
    poison: [],
    noUptime: false,
    columns: {},
    serviceMsPerVarbind: undefined,
    ...reading,
  },
});

interface LearnedParts {
  readonly exchange?: Partial<LearnedDevice["exchange"]>;
  readonly reading?: Partial<LearnedDevice["reading"]>;
}
