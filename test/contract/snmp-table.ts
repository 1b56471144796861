import { oid } from "../../src/smi/index.ts";
import type { ColumnAnswer, ColumnsAnswer } from "../../src/snmp/index.ts";
import type { AgentVarbind } from "../support/agent-codec.ts";
import type { AgentRequest } from "../support/script-agent.ts";
import { columnOf, integerValue } from "../support/snmp-bench.ts";

// The table that the suites on columns read, and short ways to say what came of it.

const ENTRY = "1.3.6.1.2.1.2.2.1";
export const column = (number: number): string => `${ENTRY}.${number}`;
/** What stands behind the table in every agent. */
export const BEHIND: AgentVarbind = { oid: "1.3.6.1.6.3.1.1.6.1.0", value: integerValue(1) };

export const table = (columns: readonly number[], rows: number): AgentVarbind[] => [
  ...columns.flatMap((number) => columnOf(column(number), rows)),
  BEHIND,
];

export const of = (answer: ColumnsAnswer, number: number): ColumnAnswer =>
  answer.columns.get(oid(column(number)))!;
export const rowsOf = (answer: ColumnsAnswer, number: number): string[] => [
  ...of(answer, number).cells.keys(),
];
export const codeOf = (answer: ColumnsAnswer, number: number): string | undefined =>
  of(answer, number).failure?.code;
export const askedVarbinds = ({ oids: asked, maxRepetitions, kind }: AgentRequest): number =>
  asked.length * (kind === "getBulk" ? maxRepetitions : 1);
