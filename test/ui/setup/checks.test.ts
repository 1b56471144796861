import { describe, expect, test } from "vitest";
import type { OnboardingDevice, OnboardingJob } from "../../../src/api/contract/index.ts";
import { isTicked, mergedDevices, namesOf, withProgress } from "../../../src/ui/setup/check-merge.ts";
import { costOf, costWords, findingsOf, littleOf, supportedSets } from "../../../src/ui/setup/costs.ts";
import { EMPTY_DRAFT, furthestStep, readDraft } from "../../../src/ui/setup/draft.ts";
import { elementsOf } from "../../../src/ui/setup/element.ts";
import { failureGroups, withSameFault } from "../../../src/ui/setup/failure-group.ts";
import { ANY_SOURCE_LABEL, remedyWords, sentenceOf } from "../../../src/ui/setup/remedy-words.ts";
import { PARTS_MAX, savedParts, setsFor } from "../../../src/ui/setup/saved-parts.ts";
import { hasFailed, kindOf } from "../../../src/ui/setup/verdict-kind.ts";
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

const silent = { verdict: "DEVICE_CONNECTION_ERROR", reason: "silent", message: "no answer" } as const;
const closed = {
  verdict: "DEVICE_CONNECTION_ERROR",
  reason: "port-closed",
  message: "nothing listens on that UDP port",
} as const;

test("devices that fail alike are one group, with what is wrong in which credential", () => {
  const devices = mergedDevices(
    [job([device("a", silent), device("b", WRONG_AUTH), device("c", WRONG_AUTH), device("d")])],
    [],
  );
  expect(failureGroups(devices).map(({ devices: same, fault }) => [same.length, fault?.credential])).toEqual([
    [2, "branch"],
    [1, undefined],
  ]);
});

test("what can be mended on the spot stands first, however many others are silent", () => {
  const devices = mergedDevices(
    [job([device("a", silent), device("b", silent), device("c", WRONG_AUTH)])],
    [],
  );
  expect(failureGroups(devices).map(({ title }) => title)).toEqual([
    "c: authentication password or protocol in branch is wrong",
    "2 devices: no answer",
  ]);
});

test("silence, a closed port, a way that leads nowhere and an unknown name are told apart", () => {
  const unknown = { verdict: "DEVICE_CONNECTION_ERROR", reason: "name-unknown" } as const;
  const devices = mergedDevices(
    [
      job([
        device("a", silent),
        device("b", { ...closed, port: 1_161 }),
        device("c", { ...closed, reason: "no-route", message: "the network says no (EHOSTUNREACH)" }),
        device("sw1.example", { ...unknown, message: "sw1.example does not resolve" }),
        device("sw2.example", { ...unknown, message: "sw2.example does not resolve" }),
      ]),
    ],
    [],
  );
  expect(devices.every(hasFailed)).toBe(true);
  expect(failureGroups(devices).map(({ title }) => title)).toEqual([
    "2 devices: unknown name",
    "a: no answer",
    "b: nothing listens on UDP port 1161",
    "c: no route",
  ]);
});

test("a credential that is corrected for some is tried again on all that it was refused by, whatever was wrong", () => {
  const user = { ...WRONG_AUTH, fault: { credential: "branch", settings: ["userName"] } };
  const other = { ...WRONG_AUTH, fault: { credential: "old", settings: ["userName"] } };
  const devices = mergedDevices(
    [job([device("a", WRONG_AUTH), device("b", user), device("c", other), device("d", silent), device("e")])],
    [],
  );
  const again = withSameFault(devices, devices.slice(3, 4), "branch");
  expect(again.map(({ key }) => key)).toEqual(["a:161", "b:161", "d:161"]);
});

test("a sentence begins with a capital, and a credential or a host as it is written", () => {
  expect(
    ["no answer", "ops-v3: no answer", "ops: no answer; b: silence", "sw1.example does not resolve."].map(
      sentenceOf,
    ),
  ).toEqual([
    "No answer.",
    "ops-v3: no answer.",
    "ops: no answer; b: silence.",
    "sw1.example does not resolve.",
  ]);
});

test("a remedy names settings as the form does", () => {
  expect(
    remedyWords(
      "Check ip and port. Check authProtocol. A device that answers from another address needs enableUnconnectedUdp: true.",
    ),
  ).toBe(
    `Check the address and the port. Check authentication protocol. A device that answers from another address needs “${ANY_SOURCE_LABEL}”, where its address is entered.`,
  );
});

test("of many devices the first are named", () => {
  const devices = mergedDevices([job(["a", "b", "c", "d", "e"].map((name) => device(name)))], []);
  expect([1, 3, 4, 5].map((count) => namesOf(devices.slice(0, count)))).toEqual([
    "a",
    "a, b, c",
    "a, b, c, d",
    "a, b, c and 2 more",
  ]);
});

const extensions = (supported: "yes" | "no", others: readonly string[] = []) => [
  {
    name: "x",
    version: "1.0.0",
    featureSets: [
      { name: "", supported: "yes" as const, metrics: 1, missing: [], linesPerMinute: 1, series: 1 },
      { name: "PoE", supported, metrics: 2, missing: [], linesPerMinute: 20, series: 24 },
      ...others.map((name) => ({
        name,
        supported: "partly" as const,
        metrics: 1,
        missing: [],
        linesPerMinute: 1,
        series: 1,
      })),
    ],
  },
];

describe("devices become configurations", () => {
  const some = (...lists: readonly (readonly string[])[]) =>
    mergedDevices([job(lists.map((sets, i) => device(`d${i}`, { extensions: extensions("no", sets) })))], []);
  const shown = (parts: ReturnType<typeof savedParts>) =>
    parts.map(({ devices, featureSets }) => [devices.map(({ target }) => target).join(), featureSets.join()]);

  test("by the feature sets that they have, so that none is polled for what it lacks", () => {
    const devices = some(["LLDP"], ["LLDP", "STP"], ["LLDP"], []);
    const parts = savedParts(devices, { extension: "x" }, undefined);
    expect(shown(parts)).toEqual([
      ["d0,d2", "LLDP"],
      ["d1", "LLDP,STP"],
      ["d3", ""],
    ]);
    expect(setsFor(parts, devices[1])).toEqual(["LLDP", "STP"]);
  });

  test("of which one takes those that were not looked at: the one with the most", () => {
    const devices = [
      ...some(["LLDP"], ["STP"], ["STP"]),
      ...mergedDevices([job([device("new", silent)])], []),
    ];
    expect(shown(savedParts(devices, { extension: "x" }, undefined))).toEqual([
      ["d0", "LLDP"],
      ["d1,d2,new", "STP"],
    ]);
    expect(shown(savedParts(devices.slice(3), { extension: "x" }, undefined))).toEqual([["new", ""]]);
  });

  test("of which there are few: what is most alike goes together", () => {
    const kinds = Array.from({ length: PARTS_MAX }, (_, i) => [`set ${i}`]);
    const parts = savedParts(some(...kinds, ...kinds, ["set 3", "more"]), { extension: "x" }, undefined);
    expect(parts).toHaveLength(PARTS_MAX);
    expect(shown(parts)[3]).toEqual(["d3,d11,d16", "set 3,more"]);
  });

  test("or one, with sets that were chosen by hand", () => {
    expect(shown(savedParts(some(["LLDP"], ["STP"]), { extension: "x" }, ["PoE"]))).toEqual([
      ["d0,d1", "PoE"],
    ]);
  });
});

test("a device that has half or less of what is always collected is remarked upon", () => {
  const having = (there: number) =>
    device("a", {
      extensions: [
        {
          name: "x",
          version: "1.0.0",
          featureSets: [
            {
              name: "",
              supported: "partly",
              metrics: 4,
              missing: ["a", "b", "c", "d"].slice(there),
              linesPerMinute: 1,
              series: 1,
            },
          ],
        },
      ],
    });
  expect([0, 2, 3].map((there) => littleOf(having(there), "x"))).toEqual([
    { there: 0, metrics: 4 },
    { there: 2, metrics: 4 },
    undefined,
  ]);
});

test("the sets that some device has are those that are supported, and costs add up over devices", () => {
  const devices = [
    device("a", { extensions: extensions("yes") }),
    device("b", { extensions: extensions("no") }),
  ];
  const findings = findingsOf(devices, "x");
  expect(supportedSets(findings)).toEqual(["PoE"]);
  expect(findings.get("PoE")).toMatchObject({ yes: 1, no: 1 });
  expect(costOf(findings, [])).toEqual({ linesPerMinute: 2, series: 2 });
  expect([0.4, 8, 2_464.4].map((linesPerMinute) => costWords({ linesPerMinute, series: 2 }))).toEqual([
    "0.4 lines/min, 2 series",
    "8 lines/min, 2 series",
    "2,464 lines/min, 2 series",
  ]);
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
    expect(elementsOf(draft, [{ devices, featureSets: ["PoE"] }])).toEqual([
      {
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
      },
    ]);
  });

  test("becomes several of them with the same name and a number", () => {
    const devices = mergedDevices([job([device("a"), device("b")])], []);
    const parts = devices.map((one) => ({ devices: [one], featureSets: [one.target] }));
    const elements = elementsOf({ ...draft, anySource: true }, parts);
    expect(elements.map(({ value }) => [value.description, value.featureSets])).toEqual([
      ["Building 4 (1 of 2)", ["a"]],
      ["Building 4 (2 of 2)", ["b"]],
    ]);
    const suggested = elementsOf({ ...draft, description: suggestedName(devices) }, parts);
    expect(suggested.map(({ value }) => value.description)).toEqual(["a", "b"]);
    expect(elements[0]?.value.snmp?.devices[0]?.advanced).toEqual({
      timeoutSecs: 5,
      enableUnconnectedUdp: true,
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
