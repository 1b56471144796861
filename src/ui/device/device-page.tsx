import { Skeleton, Tabs, Text } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { Link, useParams } from "wouter";
import type { Device } from "../../api/contract/index.ts";
import { ApiFailure } from "../api/client.ts";
import { pathPart } from "../app/path-part.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { useRange } from "../parts/range-picker.tsx";
import { DeviceHeader } from "./device-header.tsx";
import { isAnswering } from "./health-words.ts";
import { LoadStrip } from "./load-strip.tsx";
import { PortsTab } from "./ports-tab.tsx";
import { useDevice, useInterfaces } from "./use-device.ts";

const EntityScreens = lazy(() =>
  import("../screens/entity-screens.tsx").then((module) => ({ default: module.EntityScreens })),
);
const PollTab = lazy(() => import("./poll-tab.tsx").then((module) => ({ default: module.PollTab })));
const ChartsTab = lazy(() => import("./charts-tab.tsx").then((module) => ({ default: module.ChartsTab })));
const PropertiesTab = lazy(() => import("./properties-tab.tsx"));
const EventsTab = lazy(() => import("./events-tab.tsx"));

const TABS = [
  { value: "ports", label: "Ports" },
  { value: "charts", label: "Charts" },
  { value: "screens", label: "Screens" },
  { value: "properties", label: "Properties & neighbours" },
  { value: "events", label: "Events" },
  { value: "polling", label: "Polling" },
] as const;
type TabName = (typeof TABS)[number]["value"];

/** One polled device: how it is, its ports, what is measured, what is known, what happened, and how polling goes. */
export default function DevicePage() {
  const { id } = useParams<{ id: string }>();
  const deviceId = pathPart(id);
  const { data: device, error } = useDevice(deviceId);
  if (device !== undefined) return <Known key={deviceId} device={device} />;
  if (error instanceof ApiFailure && error.status === 404) return <Unknown id={deviceId} />;
  if (error !== null) return <Notice failure={error} title="The device could not be asked for" />;
  return <Skeleton height={480} />;
}

function Known({ device }: { readonly device: Device }) {
  const [read, change] = useQueryState();
  const [range] = useRange();
  const interfaces = useInterfaces(device.id, range);
  /** Neither there nor on its way, as of a range that nobody understands. */
  const isUnknown = interfaces.error !== null && interfaces.data === undefined;
  const tab = TABS.find(({ value }) => value === read("tab"))?.value ?? "ports";
  return (
    <>
      <DeviceHeader device={device} />
      {isUnknown ? null : (
        <LoadStrip deviceId={device.id} answer={interfaces.data} isOld={!isAnswering(device)} />
      )}
      {interfaces.error === null ? null : (
        <Notice failure={interfaces.error} title="The ports could not be asked for" />
      )}
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: value === null || value === "ports" ? "" : value }, "step")}
        keepMounted={false}
      >
        <Tabs.List mb="sm" style={{ flexWrap: "nowrap", overflowX: "auto", overflowY: "hidden" }}>
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value }) => (
          <Tabs.Panel key={value} value={value}>
            <Suspense fallback={<Skeleton height={420} />}>
              {value === "ports" && isUnknown ? null : value === "ports" ? (
                <PortsTab
                  deviceId={device.id}
                  silent={isAnswering(device) ? undefined : { since: device.statusSince }}
                  answer={interfaces.data}
                />
              ) : (
                <OtherTab tab={value} device={device} />
              )}
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function OtherTab({ tab, device }: { readonly tab: Exclude<TabName, "ports">; readonly device: Device }) {
  const { id, entityId } = device;
  switch (tab) {
    case "charts":
      return <ChartsTab deviceId={id} />;
    case "events":
      return <EventsTab deviceId={id} />;
    case "polling":
      return <PollTab deviceId={id} />;
    case "screens":
      return entityId === undefined ? <NoEntity /> : <EntityScreens entityId={entityId} hideRange />;
    case "properties":
      return entityId === undefined ? <NoEntity /> : <PropertiesTab entityId={entityId} />;
    default:
      return tab satisfies never;
  }
}

function NoEntity() {
  return (
    <EmptyState title="Not known as an entity yet">
      <Text size="sm" maw={520}>
        The topology of the extension makes entities from lines: after the first successful poll the device is
        one. When it stays so, no rule of the manifest fits its lines.
      </Text>
    </EmptyState>
  );
}

function Unknown({ id }: { readonly id: string }) {
  useEffect(() => {
    document.title = "Unknown device · snmpgate";
  }, []);
  return (
    <EmptyState title="This device is not polled">
      <Text size="sm" maw={520}>
        No configuration has {id}. It was removed, or the address is mistyped.{" "}
        <Link href="/devices">All devices</Link>
      </Text>
    </EmptyState>
  );
}
