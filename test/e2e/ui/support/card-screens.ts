import type { DemoCall } from "../../../support/demo-run.ts";

// A manifest with the kinds of cards that published ones have seldom, and what fills them.

export const CARDS_TYPE = "custom:cards_device";

export const CARDS_MANIFEST = `
name: custom:cards
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: test }
metrics:
  - { key: cards.uptime, metadata: { displayName: Uptime, unit: Second } }
  - { key: cards.speed, metadata: { displayName: Speed, unit: MegaBitPerSecond } }
  - { key: cards.mtu, metadata: { displayName: MTU, unit: Byte } }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    metrics:
      - { key: cards.uptime, value: "oid:1.3.6.1.2.1.1.3.0" }
    subgroups:
      - subgroup: ports
        table: true
        dimensions:
          - { key: if.name, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
          - { key: if.oper, value: "oid:1.3.6.1.2.1.2.2.1.8" }
        metrics:
          - { key: cards.speed, value: "oid:1.3.6.1.2.1.31.1.1.1.15" }
          - { key: cards.mtu, value: "oid:1.3.6.1.2.1.2.2.1.4" }
topology:
  types:
    - name: ${CARDS_TYPE}
      displayName: Carded switch
      enabled: true
      rules:
        - idPattern: "cards_{device.address}"
          instanceNamePattern: "{sys.name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(cards.)" }]
        - idPattern: "cards_{device.address}"
          sources: [{ sourceType: Logs }]
          requiredDimensions: [{ key: log.source, valuePattern: "$eq(snmptraps)" }]
screens:
  - entityType: ${CARDS_TYPE}
    actions:
      - actionScope: GLOBAL_DETAILS
        actions: [{ actionExpression: "hubExtension|extensionId=custom:cards|text=configure" }]
    detailsSettings:
      layout:
        autoGenerate: false
        cards:
          - { key: health, type: HEALTH_CARD }
          - { key: load, type: CHART_GROUP }
          - { key: ports, type: METRIC_TABLE }
          - { key: traps, type: LOGS, width: HALF_SIZE }
          - { key: events, type: EVENTS, width: HALF_SIZE }
    healthCards:
      - key: health
        tiles:
          - { displayName: Fastest port, metricSelector: "cards.speed:splitBy():max", foldTransformation: LAST_VALUE }
          - { displayName: Smallest MTU, metricSelector: "cards.mtu:splitBy():min", foldTransformation: MIN }
    chartsCards:
      - key: load
        displayName: Load
        description: What it carries.
        numberOfVisibleCharts: 3
        chartsInRow: 3
        charts:
          - displayName: Speed
            visualizationType: SINGLE_VALUE
            singleValueConfig:
              metric: { metricSelector: "cards.speed:splitBy():max" }
              showTrend: true
              thresholds: [{ value: 1000, color: "#ECB22E" }, { value: 0, color: "#21A366" }]
          - displayName: Speed by state
            visualizationType: PIE_CHART
            pieChartConfig: { metric: { metricSelector: "cards.speed:splitBy(if.oper):sum" } }
          - displayName: Speed and MTU
            visualizationType: GRAPH_CHART
            graphChartConfig:
              metrics: [{ metricSelector: "cards.speed:splitBy()" }, { metricSelector: "cards.mtu:splitBy()" }]
    metricTableCards:
      - key: ports
        displayName: Ports
        pageSize: 8
        displayCharts: true
        numberOfVisibleCharts: 1
        charts:
          - { displayName: Speed, graphChartConfig: { metrics: [{ metricSelector: "cards.speed:splitBy(if.name,if.oper)" }] } }
          - { displayName: MTU, graphChartConfig: { metrics: [{ metricSelector: "cards.mtu:splitBy(if.name,if.oper)" }] } }
    logsCards:
      - { key: traps, displayName: Traps, pageSize: 5, filterQuery: 'log.source="snmptraps" AND dt.source_entity inEntitySelector "$(entityConditions)"' }
    eventsCards:
      - { key: events, displayName: What happened, pageSize: 5, entitySelectorTemplates: ["$(entityConditions)"] }
`;

/** The record that a trap becomes, sent by OTLP; as many as asked for, each a second earlier. */
export function trapRecords(address: string, count: number, nowMs: number): DemoCall {
  const attributes = {
    "log.source": "snmptraps",
    "device.address": address,
    "snmp.version": "2c",
    "snmp.trap_oid": "1.3.6.1.6.3.1.1.5.3",
    "IF-MIB::ifDescr.3": "Gi1/0/3",
    "IF-MIB::ifOperStatus.3": "2",
  };
  const logRecords = Array.from({ length: count }, (_, i) => ({
    timeUnixNano: `${nowMs - i * 1_000}000000`,
    body: { stringValue: `SNMP trap (1.3.6.1.6.3.1.1.5.3) reported from ${address}\n` },
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  }));
  return {
    method: "POST",
    body: { resourceLogs: [{ scopeLogs: [{ logRecords }] }] },
  };
}
