import { expect, test } from "vitest";
import type { Device, FleetDevice } from "../../../src/api/contract/index.ts";
import { mergeFleet, nameOf, patchFleet } from "../../../src/ui/devices/fleet-state.ts";

const row = (name: string, parts: Partial<FleetDevice> = {}): FleetDevice => ({
  id: `${name}:161`,
  configurationId: "c",
  extension: "custom:switch",
  name,
  code: "OK",
  message: "",
  lines: 1,
  skipped: 0,
  ...parts,
});
const all = (...devices: FleetDevice[]) => mergeFleet(undefined, { at: 1, full: true, gone: [], devices });
const names = ({ rows }: { readonly rows: readonly FleetDevice[] }) => rows.map(nameOf);
const told = (parts: Partial<Device>): Device => ({
  id: "a:161",
  configurationId: "c",
  extension: "custom:switch",
  name: "a",
  code: "OK",
  message: "",
  linesPerRound: 3,
  polls: 1,
  skipped: 0,
  ...parts,
});

test("devices stand by the name that they have themselves, with numbers in order", () => {
  const state = all(row("x", { sysName: "sw-10" }), row("sw-9"), row("sw-2"));
  expect(names(state)).toEqual(["sw-2", "sw-9", "sw-10"]);
});

test("a device of which nothing was told stays the same object", () => {
  const state = all(row("a"), row("b"));
  const next = mergeFleet(state, { at: 2, full: false, gone: [], devices: [row("b", { cpuPercent: 5 })] });
  expect(next.at).toBe(2);
  expect(next.rows[0]).toBe(state.rows[0]);
  expect(next.rows[1]).toMatchObject({ cpuPercent: 5 });
});

test("devices come, go and get names", () => {
  const state = all(row("a"), row("b"));
  const devices = [row("a", { sysName: "z" }), row("c")];
  const gone = [{ configurationId: "c", id: "b:161" }];
  expect(names(mergeFleet(state, { at: 2, full: false, gone, devices }))).toEqual(["c", "z"]);
});

test("an answer with all devices forgets those that it does not name", () => {
  const state = all(row("a"), row("b"));
  expect(names(mergeFleet(state, { at: 2, full: true, gone: [], devices: [row("b")] }))).toEqual(["b"]);
});

test("a device that stops answering shows why at once, and figures that nobody knows any more are gone", () => {
  const state = all(row("a", { cpuPercent: 12, portsUp: 4, traffic: [100], peakBps: 5 }));
  const { rows } = patchFleet(
    state,
    told({
      code: "DEVICE_CONNECTION_ERROR",
      message: "No answer. Mend it.",
      cause: "No answer.",
      remedy: "Mend it.",
    }),
  );
  expect(rows[0]).toMatchObject({ message: "No answer.", remedy: "Mend it.", traffic: [100], lines: 3 });
  expect(rows[0]).not.toHaveProperty("cpuPercent");
  expect(rows[0]).not.toHaveProperty("portsUp");
});

test("an answer that was under way when a status changed does not bring the old one back", () => {
  const state = patchFleet(
    all(row("a", { statusSince: 10 })),
    told({ code: "GENERIC_ERROR", message: "x", statusSince: 20 }),
  );
  const answer = { at: 2, full: false, gone: [], devices: [row("a", { statusSince: 10 })] };
  expect(mergeFleet(state, answer).rows[0]).toMatchObject({ code: "GENERIC_ERROR" });
});

test("what is told of a device that is not in the list changes nothing", () => {
  const state = all(row("a"));
  expect(patchFleet(state, told({ id: "other:161" }))).toBe(state);
});
