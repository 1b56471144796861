import { describe, expect, test } from "vitest";
import type { OnboardingDevice, OnboardingJob } from "../../../src/api/contract/index.ts";
import {
  failureGroups,
  isTicked,
  kindOf,
  mergedDevices,
  withProgress,
} from "../../../src/ui/setup/check-merge.ts";
import { costOf, findingsOf, supportedSets } from "../../../src/ui/setup/costs.ts";
import { EMPTY_DRAFT, furthestStep, readDraft } from "../../../src/ui/setup/draft.ts";
import { elementOf } from "../../../src/ui/setup/element.ts";
import { suggestedName } from "../../../src/ui/setup/wizard-words.ts";

const device = (target: string, parts: Partial<OnboardingDevice> = {}): OnboardingDevice => ({
  target,
  port: 161,
  verdict: "ok",
  ...parts,
});
const job = (devices: readonly OnboardingDevice[], id = "j"): OnboardingJob => ({
  id,
  state: "done",
  startedAt: 0,
  total: devices.length,
  checked: devices.length,
  answering: 0,
  devices,
  problems: [],
});
const WRONG_AUTH = {
  verdict: "AUTHENTICATION_ERROR",
  message: "authentication password or protocol is wrong",
  fault: { credential: "branch", settings: ["authPassword", "authProtocol"] },
};

describe("several checks", () => {
  test("an event brings the devices that changed, and the others stay", () => {
    const first = withProgress(undefined, {
      ...job([]),
      devices: [
        { index: 0, ...device("a", { verdict: "checking" }) },
        { index: 1, ...device("b", { verdict: "pending" }) },
      ],
    });
    const second = withProgress(first, { ...job([]), devices: [{ index: 0, ...device("a") }] });
    expect(second.devices.map(({ target, verdict }) => [target, verdict])).toEqual([
      ["a", "ok"],
      ["b", "pending"],
    ]);
  });

  test("a device that was tested again shows its latest verdict in its old place, called as before", () => {
    const again = job([device("b:161", { sysName: "b" })], "k");
    const devices = mergedDevices([job([device("b", WRONG_AUTH), device("c")]), again], []);
    expect(devices.map(({ key, target, verdict }) => [key, target, verdict])).toEqual([
      ["b:161", "b", "ok"],
      ["c:161", "c", "ok"],
    ]);
  });

  test("what was taken off the list stays off", () => {
    expect(mergedDevices([job([device("b"), device("c")])], ["b:161"]).map(({ target }) => target)).toEqual([
      "c",
    ]);
  });
});

test("what answers and nobody polls is ticked; a hand overrules it", () => {
  const [fine, polled, failed] = mergedDevices(
    [job([device("a"), device("b", { configurations: ["x"] }), device("c", WRONG_AUTH)])],
    [],
  );
  expect([fine, polled, failed].map((one) => isTicked(one!, {}))).toEqual([true, false, false]);
  expect(isTicked(failed!, { "c:161": true })).toBe(true);
  expect(kindOf(polled!)).toBe("polled");
});

test("devices that fail alike are one group, with what is wrong in which credential", () => {
  const silent = { verdict: "DEVICE_CONNECTION_ERROR", message: "no answer" };
  const devices = mergedDevices(
    [job([device("a", silent), device("b", WRONG_AUTH), device("c", WRONG_AUTH), device("d")])],
    [],
  );
  expect(failureGroups(devices).map(({ devices: same, fault }) => [same.length, fault?.credential])).toEqual([
    [2, "branch"],
    [1, undefined],
  ]);
});

const extensions = (supported: "yes" | "no") => [
  {
    name: "x",
    version: "1.0.0",
    featureSets: [
      { name: "", supported: "yes" as const, metrics: 1, missing: [], linesPerMinute: 1, series: 1 },
      { name: "PoE", supported, metrics: 2, missing: [], linesPerMinute: 20, series: 24 },
    ],
  },
];

test("the sets that some device has are those that are supported, and costs add up over devices", () => {
  const devices = [
    device("a", { extensions: extensions("yes") }),
    device("b", { extensions: extensions("no") }),
  ];
  const findings = findingsOf(devices, "x");
  expect(supportedSets(findings)).toEqual(["PoE"]);
  expect(findings.get("PoE")).toMatchObject({ yes: 1, no: 1 });
  expect(costOf(findings, [])).toEqual({ linesPerMinute: 2, series: 2 });
});

describe("the draft", () => {
  const draft = {
    ...EMPTY_DRAFT,
    extension: "x",
    version: "1.0.0",
    credentials: ["branch", "old"],
    description: " Building 4 ",
    vars: { site: "b4", empty: "" },
    timeoutSecs: 5,
  };

  test("becomes one configuration: each device with the credential that it took, or else the first", () => {
    const devices = mergedDevices(
      [job([device("a:1161", { port: 1_161, credential: "old" }), device("b", WRONG_AUTH)])],
      [],
    );
    expect(elementOf(draft, devices, ["PoE"])).toEqual({
      scope: "ag_group-default",
      value: {
        version: "1.0.0",
        description: "Building 4",
        enabled: true,
        featureSets: ["PoE"],
        vars: { site: "b4" },
        snmp: {
          devices: [
            { ip: "a", port: 1_161, authentication: { credential: "old" }, advanced: { timeoutSecs: 5 } },
            { ip: "b", port: 161, authentication: { credential: "branch" }, advanced: { timeoutSecs: 5 } },
          ],
        },
      },
    });
  });

  test("survives a reload, and what does not fit is left out", () => {
    expect(readDraft(JSON.stringify(draft))).toEqual(draft);
    expect(readDraft('{"port":"161","jobs":[1],"more":true,"group":"b4"}')).toEqual({
      ...EMPTY_DRAFT,
      group: "b4",
    });
    expect(readDraft("no JSON")).toEqual(EMPTY_DRAFT);
  });

  test("one may go as far as nothing is missing", () => {
    expect(furthestStep(EMPTY_DRAFT, 0, 0)).toBe("collect");
    expect(furthestStep({ ...draft, credentials: [] }, 3, 0)).toBe("credentials");
    expect(furthestStep(draft, 3, 0)).toBe("test");
    expect(furthestStep(draft, 3, 1)).toBe("save");
  });
});

test("a configuration is suggested the name of its device, or of the first of them", () => {
  const devices = mergedDevices(
    [job([device("192.0.2.1", { sysName: "core-1" }), device("b"), device("c")])],
    [],
  );
  expect([devices.slice(1, 2), devices, []].map(suggestedName)).toEqual(["b", "core-1 and 2 more", ""]);
});
