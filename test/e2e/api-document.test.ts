import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, type RunningDemo, spareElement, startDemoProgram } from "../support/demo-run.ts";
import { shellBlocks } from "../support/document-blocks.ts";
import { Shell, type Typed } from "../support/shell.ts";

// The documents as their readers meet them: what they say to type is typed, against the real demo.

/** What an answer of a block must hold, each value in it as text. */
type Holds = readonly (string | RegExp)[];

/** A block of docs/api.md, by its heading, and what it must print before long; `live` does not end by itself. */
interface Step {
  readonly heading: string;
  readonly holds: Holds;
  readonly kind?: "once" | "reading" | "live";
}

const CREDENTIAL: Step = {
  heading: "A credential with a name",
  holds: ['"name":"demo-reader"', '"authPassword":"***"', '"privPassword":"***"', '"usedBy":0'],
  kind: "once",
};

/** Other blocks ask for the device that it names. */
const DEVICE: Step = {
  heading: "A device, its ports and how it is polled",
  holds: [
    /"name":"Ethernet1\/1",.*"inBps":\[[^\]]*\d/,
    /"neighbour":\{"name":"access-sw-1",[^}]*"port":"Te1\/1\/1","by":"neighbour"\}/,
    '"history":[{"at":1',
    '"source":"ifXTable',
    /"missing":\[\{.*"reason":"/,
    '"what":"Reply size"',
  ],
};

const STEPS: readonly Step[] = [
  { heading: "Who calls", holds: ['"id":"user:admin"', '"role":"admin"', '"csrfToken":"'] },
  {
    heading: "Entities with properties and relationships",
    holds: [
      '"totalCount":1',
      '"displayName":"core-sw-1"',
      '"firstSeenTms":1',
      '"system_location":"',
      '"dt.ip_addresses":["127.0.',
      /"fromRelationships":\{.*"calls":\[.*"type":"network_switch:neighbour"/,
      /"toRelationships":\{.*"runsOn":\[.*"type":"network:interface"/,
    ],
  },
  {
    heading: "Entities with properties and relationships",
    holds: ['"totalCount":5', '"pageSize":5', /"nextPageKey":"[\w-]+"/, '"type":"network:interface"'],
  },
  {
    heading: "Types",
    holds: ['"type":"network:device"', '"dimensionKey":"dt.entity.network:interface"'],
  },
  {
    heading: "A calculated metric",
    holds: [
      '"resolution":"1m"',
      /"dimensionMap":\{"dt.entity.network:interface.name":"Ethernet1\/\d+","dt.entity.network:interface":"CUSTOM_DEVICE-/,
      /"values":\[[^\]]*\d\.\d/,
    ],
  },
  {
    heading: "Top talkers",
    holds: ['"totalCount":5', '"resolution":"Inf"', '"sys.name":"core-sw-1"', /"values":\[[1-9]\d*/],
  },
  {
    heading: "All devices at a glance",
    holds: [
      /^\{"at":\d+,"full":true,"gone":\[\],/,
      /"sysName":"core-sw-1".*"entityId":"CUSTOM_DEVICE-BA71F4D8CC494BAB".*"model":"EX-9300-48X6C","cpuPercent":\d+,"memoryPercent":\d/,
      /"portsUp":27,"portsDown":16,"inBps":\d+,"outBps":\d+,"errorsPerMinute":\d/,
      /"peakBps":\d+,"slotMs":1000,"traffic":\[/,
    ],
  },
  { heading: "All devices at a glance", holds: [/^\{"at":\d+,"full":false,"gone":\[\],"devices":\[/] },
  DEVICE,
  {
    heading: "Why a metric is missing",
    holds: [
      '"metric":"custom.network.switch.if.in.errors.count"',
      '"instance":"ifInErrors.',
      '"packets":["#',
      '"verdict":"',
    ],
  },
  {
    heading: "A map",
    holds: [
      /"name":"core-sw-1","type":"network:device","ids":\["/,
      /"fromPorts":\[\{"name":"Ethernet1\/1",[^}]*\}\],"toPorts":\[\{"name":"Te1\/1\/1"/,
      /"type":"network:interface","displayName":"Network interface","count":\d+,"isShown":false/,
    ],
  },
  {
    heading: "What a page shows",
    holds: ['"kind":"entities","entitySelector":"type(network:device)"', '"generated":false'],
  },
  {
    heading: "Status and events",
    holds: [
      '"devices":{"OK":6}',
      /"threads":\[\{"name":"main","devices":6,/,
      /"pollsPerMinute":[1-9]/,
      '"warnings":[]',
      '"deviceName":"core-sw-1"',
      '"kind":"status"',
    ],
  },
  {
    heading: "What changes now",
    holds: [/event: device\ndata: \{"type":"device","device":\{/],
    kind: "live",
  },
  CREDENTIAL,
  {
    heading: "Which devices a text means",
    holds: ['{"count":9,', '"polled":6,"problems":[]}'],
    kind: "once",
  },
  {
    heading: "What there is to choose",
    holds: [
      '"extensionName":"custom:network-switch"',
      '"featureSets":[{"name":"","metrics":[{"key":"',
      /"objectId":"core-sw-1".*"codes":\{"OK":1\},"status":"OK"/,
    ],
  },
  { heading: "Check a manifest", holds: ['{"valid":true,"findings":['] },
  {
    heading: "While a manifest is written",
    holds: ['"name":"ifHCInOctets","module":"IF-MIB","oid":"1.3.6.1.2.1.31.1.1.1.6","kind":"column"'],
    kind: "once",
  },
  { heading: "Add a device", holds: [/"status":"(?:PENDING|OK)"/], kind: "once" },
  {
    heading: "Add a device",
    holds: ['"dimensionMap":{"sys.name":"spare-sw"}', /"values":\[\d+/],
    kind: "reading",
  },
  {
    heading: "Edit, disable, delete",
    holds: ['{"code":200,"objectId":"', '"revision":"'],
    kind: "once",
  },
  {
    heading: "Edit, disable, delete",
    holds: ['"description":"spare switch","featureSets":["LLDP neighbours"]'],
  },
  { heading: "Edit, disable, delete", holds: [/^204\n$/], kind: "once" },
  {
    heading: "Tags",
    holds: [
      '"matchedEntitiesCount":1',
      '"stringRepresentation":"site:b4"',
      /\}\{"totalCount":1,.*"displayName":"core-sw-1"/,
    ],
    kind: "once",
  },
];

/** What is tried out before it is in force. */
const TRIALS: readonly Step[] = [
  DEVICE,
  CREDENTIAL,
  {
    heading: "Test devices before they are added",
    holds: [
      'event: job\ndata: {"id":"',
      '"state":"done"',
      '"credential":"demo-reader"',
      '"sysName":"spare-sw"',
    ],
    kind: "once",
  },
  {
    heading: "See what a manifest makes of a device",
    holds: ['"findings":[', '"verdict":"', "try.uptime", '"requests":'],
    kind: "once",
  },
  {
    heading: "See what a manifest makes of a device",
    holds: [
      '"verdict":"OK"',
      'sys.name=\\"core-sw-1\\"',
      '"tables":[{"group":"',
      '"rows":[["',
      '"totalRows":',
    ],
    kind: "once",
  },
];

const BLOCKS = shellBlocks("docs/api.md");

/** Somebody with the document in front of them. */
interface Reader {
  readonly demo: RunningDemo;
  readonly shell: Shell;
}

async function startReader(): Promise<Reader> {
  const demo = await startDemoProgram();
  const { address, port } = demo.spare;
  const values = { DEMO: demo.folder, SNMPGATE: demo.url, SPARE: address, SPARE_PORT: port };
  const shell = new Shell(demo.folder, values);
  // The first block sets the variables by hand; what the demo said stands for what people copy from it.
  const own = BLOCKS[0]!.script
    .split("\n")
    .filter((line) => !/^(?:DEMO|SNMPGATE|SPARE|SPARE_PORT)=/.test(line));
  expect(own).toHaveLength(1);
  expect(await shell.run(own.join("\n"))).toEqual({ code: 0, stdout: "", stderr: "" });
  return { demo, shell };
}

const isHeld = (text: string, part: Holds[number]): boolean =>
  typeof part === "string" ? text.includes(part) : part.test(text);

/** What is wrong with what a block printed. */
function faultsOf({ heading, holds }: Step, { code, stdout, stderr }: Typed): string[] {
  const missing = holds.filter((part) => !isHeld(stdout, part));
  if (missing.length === 0 && code === 0 && stderr === "") return [];
  return [`${heading}: ${code} ${stderr} lacks ${missing.join(" and ")} in ${stdout}`];
}

const TRIES = { once: 1, reading: 30 };

/** Types the block in; reading ones again until the devices have said enough. */
async function follow(step: Step, script: string, { demo, shell }: Reader): Promise<string[]> {
  const { kind = "reading" } = step;
  if (kind === "live") return followLive(step, script, { demo, shell });
  let faults = faultsOf(step, await shell.run(script));
  for (let tries = 1; tries < TRIES[kind] && faults.length > 0; tries++) {
    faults = faultsOf(step, await shell.run(`sleep 0.5\n${script}`));
  }
  return faults;
}

/** Reads what changes while a configuration comes and goes. */
async function followLive(step: Step, script: string, { demo, shell }: Reader): Promise<string[]> {
  const live = shell.start(script);
  const shown = (part: Holds[number]) =>
    eventually(
      () => Promise.resolve(live.output()),
      (text) => isHeld(text, part),
    );
  await shown("retry: ");
  const path = join(demo.folder, "config/monitoring/meanwhile.json");
  writeFileSync(path, JSON.stringify(spareElement(demo, "meanwhile")));
  for (const part of step.holds) await shown(part);
  rmSync(path);
  await shown('"id":"meanwhile","change":"removed"');
  live.stop();
  return [];
}

/** @returns what was not as the document says */
async function walk(steps: readonly Step[], reader: Reader): Promise<string[]> {
  const left = [...BLOCKS];
  for (const step of steps) {
    const at = left.findIndex(({ heading }) => heading === step.heading);
    if (at === -1) return [`there is no block below ${step.heading}`];
    const [block] = left.splice(at, 1);
    const faults = await follow(step, block!.script, reader);
    if (faults.length > 0) return faults;
  }
  return [];
}

test("every block of docs/api.md is checked here", () => {
  const checked = [...new Set([...STEPS, ...TRIALS])].map(({ heading }) => heading);
  expect(checked.toSorted()).toEqual(
    BLOCKS.slice(1)
      .map(({ heading }) => heading)
      .toSorted(),
  );
});

test("the calls of docs/api.md read and change the demo as they say", async () => {
  expect(await walk(STEPS, await startReader())).toEqual([]);
}, 90_000);

test("the calls of docs/api.md test a device and preview a manifest", async () => {
  expect(await walk(TRIALS, await startReader())).toEqual([]);
});

test("the calls of README.md need no token on the host of the demo", async () => {
  const reader = await startReader();
  const block = shellBlocks("README.md").find(({ heading }) => heading === "What it remembers, and its API")!;
  const script = block.script.replaceAll("http://127.0.0.1:9999", reader.demo.url);
  const step: Step = {
    heading: block.heading,
    holds: ['"totalCount":6', '"system_location":"', '"runsOn":[{', '"totalCount":5', /"values":\[\d+\.\d/],
  };
  // curl tells of its progress when it does not write to a terminal.
  expect(await follow(step, script.replaceAll("curl -G", "curl -sS -G"), reader)).toEqual([]);
});
