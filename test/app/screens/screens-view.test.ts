import { describe, expect, test } from "vitest";
import type { ScreenCard, ScreenChart, Screens } from "../../../src/api/index.ts";
import { DEVICE, otherExtension, PORT, screenWorld } from "../../support/screen-world.ts";

const card = ({ cards }: Screens, key: string): ScreenCard => {
  const found = cards.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no card ${key} among ${cards.map((one) => one.key).join()}`);
  return found;
};
const charts = (screens: Screens, key: string): readonly ScreenChart[] => {
  const found = card(screens, key);
  return found.kind === "charts" || found.kind === "entities" ? found.charts : [];
};

/** A screen of the switch with one chart group of these charts. */
const withCharts = (list: string, more = ""): string => `
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ key: c, type: CHART_GROUP }] } }
    chartsCards:
      - key: c
        displayName: Group
        numberOfVisibleCharts: 2
        charts: ${list}
${more}`;

describe("charts", () => {
  test("a metric is limited to the entity that is shown, and makes one line however its tuples differ", async () => {
    const { ofDevice } = await screenWorld(
      withCharts("[{ displayName: CPU, graphChartConfig: { metrics: [{ metricSelector: x.cpu }] } }]"),
    );
    const [chart] = charts(await ofDevice(), "c");
    expect(chart).toMatchObject({
      title: "CPU",
      kind: "graph",
      entitySelector: `type(x:device),entityId(${DEVICE})`,
      metrics: [
        { selector: 'x.cpu:splitBy("dt.entity.x:device")', label: "CPU busy", unit: "Percent", kind: "line" },
      ],
    });
  });

  test("a split of the manifest stands", async () => {
    const { ofDevice } = await screenWorld(
      withCharts("[{ displayName: In, metrics: [{ metricSelector: 'func:x.if.in.bits:splitBy()' }] }]"),
    );
    const [chart] = charts(await ofDevice(), "c");
    expect(chart!.metrics[0]).toMatchObject({
      selector: "func:x.if.in.bits:splitBy()",
      unit: "BitPerSecond",
    });
  });

  test("of several entities each is a line with its name, the largest of them", async () => {
    const template = "type(x:interface),fromRelationships.runsOn($(entityConditions))";
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings:
      layout: { cards: [{ key: c, type: CHART_GROUP, entitySelectorTemplate: "${template}" }] }
    chartsCards: [{ key: c, charts: [{ metrics: [{ metricSelector: x.if.in.count }] }] }]`);
    const [chart] = charts(await ofDevice(), "c");
    expect(chart!.entitySelector).toBe(
      `type(x:interface),fromRelationships.runsOn(type(x:device),entityId(${DEVICE}))`,
    );
    expect(chart!.metrics[0]!.selector).toBe(
      'x.if.in.count:splitBy("dt.entity.x:interface"):sort(value(auto,descending)):limit(20):names',
    );
  });

  test("arithmetic is put into parentheses before it is split, and has no unit that would be wrong", async () => {
    const { ofDevice } = await screenWorld(withCharts("[{ metrics: [{ metricSelector: x.cpu * 2 }] }]"));
    const [chart] = charts(await ofDevice(), "c");
    expect(chart!.metrics[0]).toMatchObject({
      selector: '(x.cpu * 2):splitBy("dt.entity.x:device")',
      unit: "",
    });
  });

  test("a rate, a count and a conversion have units of their own", async () => {
    const { ofDevice } = await screenWorld(
      withCharts(`
          - metrics:
              - metricSelector: x.if.in.count:splitBy():rate(1s)
              - metricSelector: x.if.in.count:splitBy("if.idx"):count
              - metricSelector: x.if.in.count:splitBy():toUnit(Byte,KiloByte)`),
    );
    const [chart] = charts(await ofDevice(), "c");
    expect(chart!.metrics.map(({ unit }) => unit)).toEqual(["BytePerSecond", "Count", "KiloByte"]);
  });

  test("pies, single values and legacy charts are what they are, with the colour of their theme", async () => {
    const { ofDevice } = await screenWorld(
      withCharts(`
          - { displayName: Pie, visualizationType: PIE_CHART, pieChartConfig: { metric: { metricSelector: "x.cpu:splitBy(a)" } } }
          - { displayName: One, visualizationType: SINGLE_VALUE, singleValueConfig: { foldTransformation: MAX, showSparkline: false, metric: { metricSelector: x.cpu } } }
          - { displayName: Old, visualization: { seriesType: AREA, themeColor: PURPLE }, metrics: [{ metricSelector: x.cpu, visualization: { displayName: Busy } }] }`),
    );
    const [pie, one, old] = charts(await ofDevice(), "c");
    expect(pie).toMatchObject({ kind: "pie", fold: "last" });
    expect(one).toMatchObject({ kind: "single", fold: "max", sparkline: false });
    expect(old).toMatchObject({ kind: "graph", paletteStart: 2, metrics: [{ kind: "area", label: "Busy" }] });
  });

  test("what a chart sets apart, its aggregation and where its axis ends are as the manifest has them", async () => {
    const { ofDevice } = await screenWorld(
      withCharts(`
          - visualizationType: SINGLE_VALUE
            singleValueConfig:
              metric: { metricSelector: "x.cpu$(entityFilter)$(aggregation)" }
              displayName: CPU now
              defaultAggregation: MAX
              foldTransformation: PERCENTILE_90
              showTrend: true
              thresholds: [{ value: 80, color: "#ff0000" }, { value: 20, color: "url(x)" }, { value: 0, color: "#00ff00" }]
          - graphChartConfig: { yAxes: [{ key: l, min: "20", max: "100" }], metrics: [{ metricSelector: x.if.in.count }] }`),
    );
    const [one, graph] = charts(await ofDevice(), "c");
    expect(one).toMatchObject({
      title: "CPU now",
      fold: "p90",
      trend: true,
      thresholds: [{ from: 20 }, { from: 80, color: "#ff0000" }],
      metrics: [{ selector: 'x.cpu:max:splitBy("dt.entity.x:device")' }],
    });
    expect(one!.thresholds[0]).not.toHaveProperty("color");
    expect(graph).toMatchObject({ min: 20, max: 100, trend: false, thresholds: [] });
  });

  test("a table of metrics has a row for each tuple, and its charts above when the manifest wants them", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ key: t, type: METRIC_TABLE }] } }
    metricTableCards:
      - { key: t, displayName: Ports, pageSize: 5, displayCharts: true, numberOfVisibleCharts: 1, charts: [{ metrics: [{ metricSelector: x.if.in.count }] }] }`);
    expect(card(await ofDevice(), "t")).toMatchObject({
      kind: "metrics",
      rows: 5,
      visible: 1,
      chartsAbove: true,
      charts: [{ metrics: [{ selector: "x.if.in.count:names" }] }],
    });
  });

  test("tiles of health are single values, each folded as it says", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ key: h, type: HEALTH_CARD }] } }
    healthCards: [{ key: h, tiles: [{ displayName: CPU, metricSelector: x.cpu, foldTransformation: MAX }] }]`);
    expect(card(await ofDevice(), "h")).toMatchObject({
      kind: "charts",
      charts: [{ title: "CPU", kind: "single", fold: "max" }],
    });
  });

  test("a selector that cannot be read is a fault of its chart alone", async () => {
    const { ofDevice } = await screenWorld(
      withCharts(
        "[{ metrics: [{ metricSelector: 'x.cpu:splitby()' }] }, { metrics: [{ metricSelector: x.cpu }] }]",
      ),
    );
    const [bad, good] = charts(await ofDevice(), "c");
    expect(bad!.fault).toMatch(/cannot be read at character \d+.*did you mean 'splitBy'/i);
    expect(good!.fault).toBeUndefined();
  });
});

/** Makes lanes of the lines of ports, which have none. */
const LANES = otherExtension(
  "custom:lanes",
  `topology:
  types:
    - name: x:lane
      displayName: Lane
      enabled: true
      rules: [{ idPattern: "lane_{device.address}-{lane.id}", sources: [{ sourceType: Metrics, condition: $prefix(x.if) }] }]
`,
).replace("- group: g", '- group: g\n    dimensions: [{ key: lane.id, value: "oid:1.3.6.1.4.1.9.7" }]');

describe("lists", () => {
  const SCREENS = `
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ key: ports, type: ENTITIES_LIST, width: HALF_SIZE }] } }
    entitiesListCards:
      - key: ports
        displayName: Ports
        entitySelectorTemplate: type(x:interface),fromRelationships.runsOn($(entityConditions))
        pageSize: 5
        numberOfVisibleCharts: 1
        columns:
          - { type: ATTRIBUTE, attribute: { key: oper, displayName: Status } }
          - { type: RELATION, relation: { displayName: Switch, displayAmount: false, entitySelectorTemplate: "type(x:device),toRelationships.runsOn($(entityConditions))" } }
          - { type: CUSTOM, custom: { something: else } }
        charts:
          - { displayName: In, metrics: [{ metricSelector: "x.if.in.count:splitBy()" }] }
          - { displayName: When asked for, metrics: [{ metricSelector: x.if.in.count }] }`;

  test("hold columns, and charts that are asked for by row", async () => {
    const { ofDevice } = await screenWorld(SCREENS);
    expect(card(await ofDevice(), "ports")).toMatchObject({
      kind: "entities",
      title: "Ports",
      width: "half",
      type: "x:interface",
      entitySelector: `type(x:interface),fromRelationships.runsOn(type(x:device),entityId(${DEVICE}))`,
      rows: 5,
      columns: [
        { key: "oper", kind: "attribute", title: "Status" },
        { kind: "relation", title: "Switch", amount: false },
      ],
      charts: [
        { metrics: [{ rowSelector: 'x.if.in.count:splitBy("dt.entity.x:interface")' }] },
        { title: "When asked for" },
      ],
      visible: 1,
      chartsAbove: false,
    });
  });

  test("say why they are empty where lines lack what the id of an entity is made of", async () => {
    const { ofDevice } = await screenWorld(
      `
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ key: lanes, type: ENTITIES_LIST }] } }
    entitiesListCards: [{ key: lanes, entitySelectorTemplate: "type(x:lane),fromRelationships.runsOn($(entityConditions))" }]`,
      [LANES],
    );
    const { whyEmpty } = card(await ofDevice(), "lanes") as { readonly whyEmpty?: string };
    expect(whyEmpty).toMatch(/of lines with lane\.id, .* does not answer 1\.3\.6\.1\.4\.1\.9\.7/);
  });

  test("of a type without a list page of its own are those of the page that lists it", async () => {
    const { ofType } = await screenWorld(SCREENS);
    const { cards, generated } = await ofType("X:INTERFACE");
    expect(generated).toBe(false);
    expect(cards).toMatchObject([
      {
        kind: "entities",
        title: "All",
        entitySelector: "type(x:interface)",
        columns: [{ key: "oper" }, {}],
      },
    ]);
  });

  test("of a type that nobody shows have the attributes of its topology", async () => {
    const { ofType } = await screenWorld("");
    const { cards, generated } = await ofType("x:device");
    expect(generated).toBe(true);
    expect(cards).toMatchObject([
      { entitySelector: "type(x:device)", columns: [{ key: "contact", title: "Contact" }, { key: "speed" }] },
    ]);
  });
});

describe("conditions", () => {
  const shown = async (condition: string): Promise<boolean> => {
    const { ofDevice } = await screenWorld(
      withCharts(`
          - { displayName: Always, metrics: [{ metricSelector: x.cpu }] }
          - { displayName: Perhaps, conditions: ["${condition}"], metrics: [{ metricSelector: x.cpu }] }`),
    );
    return charts(await ofDevice(), "c").length === 2;
  };

  test.each([
    ["extensionConfigured|extensionId=custom:x", true],
    ["!extensionConfigured|extensionId=custom:x", false],
    ["extensionConfigured|extensionId=custom:y", false],
    ["extensionConfigured|extensionId=custom:x|featureSets=Sensors", true],
    ["extensionConfigured|extensionId=custom:x|featureSets=Sensors,not-there", false],
    ["extensionConfigured|extensionId=custom:x|aboveOrEqualVersion=1.10.0", false],
    [
      "relatedEntity|entitySelectorTemplate=type(x:interface),fromRelationships.runsOn($(entityConditions))",
      true,
    ],
    [
      "relatedEntity|entitySelectorTemplate=type(x:device),fromRelationships.runsOn($(entityConditions))",
      false,
    ],
    ["!relatedEntity|entitySelectorTemplate=type(nowhere)", true],
    ["entityAttribute|contact=ops", true],
    ["entityAttribute|contact=other", false],
    ["entityAttribute|Contact", true],
    ["entityAttribute|location", false],
    ["metricAvailable|metric=x.cpu|lastWrittenWithinDays=1", true],
    ["metricAvailable|metric=func:x.if.in.bits|lastWrittenWithinDays=1", true],
    ["metricAvailable|metric=x.other|lastWrittenWithinDays=1", false],
    ["isActive", true],
    ["isSaaS", false],
    ["somethingNew|that=nobody knows", true],
    ["!somethingNew", true],
  ])("%s is %s", async (condition, holds) => {
    expect(await shown(condition)).toBe(holds);
  });
});

describe("messages", () => {
  const partsOf = async (text: string): Promise<unknown> => {
    const { ofPort } = await screenWorld(`
screens:
  - entityType: x:interface
    detailsSettings: { layout: { cards: [{ key: m, type: MESSAGE }] } }
    messageCards: [{ key: m, type: MESSAGE, message: { theme: WARNING, text: ${JSON.stringify(text)} } }]`);
    const message = card(await ofPort(), "m");
    expect(message).toMatchObject({ kind: "message", tone: "warning" });
    return message.kind === "message" ? message.parts : [];
  };
  const DEVICE_OF = "type(x:device),toRelationships.runsOn($(entityConditions))";

  test("lead to the page of a related entity", async () => {
    expect(
      await partsOf(`See [the switch](relatedEntityScreen|entitySelectorTemplate=${DEVICE_OF}|name=Switch).`),
    ).toEqual([
      { text: "See " },
      { text: "the switch", link: { kind: "entity", id: DEVICE } },
      { text: "." },
    ]);
  });

  test("lead to extensions, and say whether they are there", async () => {
    expect(
      await partsOf("[a](hubExtension|extensionId=custom:x|text=X)[b](hubExtension|extensionId=custom:y)"),
    ).toEqual([
      { text: "a", link: { kind: "extension", name: "custom:x", installed: true } },
      { text: "b", link: { kind: "extension", name: "custom:y", installed: false } },
    ]);
  });

  test("lead out only by http", async () => {
    expect(await partsOf("[docs](https://example.com/a) [evil](javascript:alert(1)) <b>")).toEqual([
      { text: "docs", link: { kind: "url", url: "https://example.com/a" } },
      { text: " " },
      { text: "evil" },
      { text: " <b>" },
    ]);
  });
});

describe("a page", () => {
  test("orders its properties as the manifest does, hides what it hides, and adds the rest", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    propertiesCard:
      properties:
        - { type: ATTRIBUTE, attribute: { key: speed, displayName: Link speed, unit: MegaBitPerSecond } }
        - { type: ATTRIBUTE, attribute: { key: missing } }
        - { type: RELATION, relation: { displayName: Ports, entitySelectorTemplate: "type(x:interface),fromRelationships.runsOn($(entityConditions))" } }
    detailsSettings: { staticContent: { showAddTag: false, breadcrumbs: [{ type: NOOP, displayName: Network }, { type: ENTITY_LIST_REF, entityType: x:device }] } }`);
    const page = await ofDevice();
    expect(page.properties).toMatchObject([
      { key: "speed", title: "Link speed", unit: "MegaBitPerSecond", values: ["1000"], hidden: false },
      { title: "Ports", entities: [{ name: "Gi1" }, { name: "Gi2" }] },
      { key: "contact", title: "Contact", values: ["ops"], hidden: false },
    ]);
    expect(page.shows).toEqual({ properties: true, tags: true, addTag: false });
    expect(page.breadcrumbs).toEqual([{ title: "Network" }, { title: "Switch", type: "x:device" }]);
  });

  test("of a type without a screen shows what is measured of it, not of its parts, and what it is connected with", async () => {
    const { ofDevice, ofPort } = await screenWorld("");
    expect((await ofDevice()).cards).toMatchObject([
      { kind: "charts", charts: [{ title: "CPU busy" }] },
      { kind: "entities", title: "Port" },
    ]);
    const port = await ofPort();
    expect(port.generated).toBe(true);
    expect(charts(port, "metrics").map(({ title }) => title)).toEqual(["Octets in", "Traffic in"]);
    expect(card(port, "related-0")).toMatchObject({
      entitySelector: `type(x:device),toRelationships.runsOn(type(x:interface),entityId(${PORT}))`,
    });
  });

  test("takes in what other extensions inject, where its layout has a place for it", async () => {
    const injecting = otherExtension(
      "custom:other",
      `screens:
  - entityType: X:Device
    detailsInjections: [{ type: MESSAGE, key: hint }]
    messageCards: [{ key: hint, type: MESSAGE, message: { text: Hello, theme: INFO } }]`,
    );
    const { ofDevice } = await screenWorld(
      `
screens:
  - entityType: x:device
    detailsSettings: { layout: { cards: [{ type: INJECTIONS }, { key: c, type: CHART_GROUP }, { type: EVENTS }] } }
    chartsCards: [{ key: c, charts: [{ metrics: [{ metricSelector: x.cpu }] }] }]`,
      [injecting],
    );
    const { cards } = await ofDevice();
    expect(cards.map(({ kind, extension }) => [kind, extension])).toEqual([
      ["message", "custom:other"],
      ["charts", "custom:x"],
      ["events", "custom:x"],
    ]);
  });

  test("has the cards of a group in its place, and begins a row where the manifest breaks the line", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings:
      layout:
        cards:
          - { type: CARD_GROUP, displayName: All, cards: [{ key: c, type: CHART_GROUP, width: HALF_SIZE }] }
          - { type: BREAK_LINE }
          - { type: EVENTS, width: HALF_SIZE }
    chartsCards: [{ key: c, description: How it is, charts: [{ metrics: [{ metricSelector: x.cpu }] }] }]`);
    expect((await ofDevice()).cards).toMatchObject([
      { kind: "charts", description: "How it is", width: "half" },
      { kind: "events", startsRow: true },
    ]);
  });

  test("leads where its actions lead, but not into another product, nor where the other page leads", async () => {
    const { ofDevice, ofType } = await screenWorld(`
screens:
  - entityType: x:device
    listSettings: { staticContent: { header: { title: My switches } } }
    actions:
      - actionScope: GLOBAL_DETAILS
        actions:
          - { actionExpression: "relatedEntityScreen|entitySelectorTemplate=type(x:interface),fromRelationships.runsOn($(entityConditions))|name=Ports" }
          - { actionExpression: core.dataExplorer }
      - actionScope: GLOBAL_LIST
        actionLocation: HEADER
        actions: [{ actionExpression: "hubExtension|extensionId=custom:x|text=configure" }]`);
    expect((await ofDevice()).actions).toMatchObject([
      { title: "Ports", link: { kind: "entities", type: "x:interface" } },
    ]);
    expect(await ofType("x:device")).toMatchObject({
      title: "My switches",
      actions: [{ title: "Configure", link: { kind: "extension", name: "custom:x" } }],
    });
  });

  test("with autoGenerate shows all cards that are defined", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings: { layout: { autoGenerate: true } }
    chartsCards: [{ key: c, charts: [{ metrics: [{ metricSelector: x.cpu }] }] }]
    logsCards: [{ key: l, filterQuery: 'dt.source_entity inEntitySelector "type(x:interface),fromRelationships.runsOn($(entityConditions))"' }]`);
    const { cards } = await ofDevice();
    expect(cards.map(({ kind }) => kind)).toEqual(["charts", "logs"]);
    expect(cards[1]).toMatchObject({ entityIds: expect.arrayContaining([PORT]) as unknown });
  });

  test("a card of logs tells what it filters by, and which part of its query it does not understand", async () => {
    const { ofDevice } = await screenWorld(`
screens:
  - entityType: x:device
    detailsSettings: { layout: { autoGenerate: true } }
    logsCards:
      - { key: l, filterQuery: 'log.source="snmptraps" and content = "a AND ~"b~"" AND status="E*" AND dt.source_entity inEntitySelector "$(entityConditions)"' }
      - { key: m, filterQuery: '(a="1" OR b="2") AND c="3"' }`);
    const [logs, other] = (await ofDevice()).cards;
    expect(logs).toMatchObject({
      entityIds: [DEVICE],
      where: [
        { key: "log.source", value: "snmptraps" },
        { key: "content", value: 'a AND "b"' },
      ],
      unread: ['status="E*"'],
    });
    expect(other).toMatchObject({ unread: ['(a="1" OR b="2") AND c="3"'] });
    expect(other).not.toHaveProperty("where");
  });

  test("names what the manifest gets wrong, and shows the rest", async () => {
    const { ofDevice } = await screenWorld(
      `
screens:
  - entityType: x:device
    detailsSettings:
      layout:
        cards:
          - { key: gone, type: CHART_GROUP }
          - { key: odd, type: HOLOGRAM }
          - { key: bad, type: ENTITIES_LIST }
          - { type: EVENTS }
    entitiesListCards: [{ key: bad, entitySelectorTemplate: "type(x:interface" }]
    chartsCards: seven`,
    );
    const { cards } = await ofDevice();
    expect(cards).toMatchObject([
      { kind: "fault", message: expect.stringContaining("'gone'") as unknown },
      { kind: "fault", message: expect.stringContaining("cannot be read") as unknown },
      { kind: "events", entityIds: [DEVICE] },
    ]);
  });
});

test("types are counted as far as they were seen lately", async () => {
  const { port } = await screenWorld("");
  expect(await port.types()).toEqual([
    { type: "x:interface", displayName: "Port", count: 2, extensions: ["custom:x"], hasScreens: false },
    { type: "x:device", displayName: "Switch", count: 1, extensions: ["custom:x"], hasScreens: false },
  ]);
});

test("nobody knows what is not there", async () => {
  const { port } = await screenWorld("");
  expect(await port.ofEntity("CUSTOM_DEVICE-0000000000000000")).toBeUndefined();
  expect(await port.ofType("nowhere")).toBeUndefined();
});
