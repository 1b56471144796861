import { Anchor, Badge, Button, Group, Skeleton, Stack, Tabs, Text } from "@mantine/core";
import { IconHierarchy2, IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "wouter";
import type { Entity, Screens } from "../../api/contract/index.ts";
import { pathPart } from "../app/path-part.ts";
import { devicePath } from "../app/paths.ts";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import { When } from "../parts/when.tsx";
import { EntityScreens } from "../screens/entity-screens.tsx";
import { EventsList } from "../screens/events-list.tsx";
import { listPath } from "../screens/links.ts";
import { ScreenActions } from "../screens/screen-actions.tsx";
import { useScreens } from "../screens/screen-queries.ts";
import { EntityHistory } from "./entity-history.tsx";
import { EntityProperties } from "./entity-properties.tsx";
import { entityQuery } from "./entity-query.ts";
import { EntityRelations } from "./entity-relations.tsx";
import { EntityTags } from "./entity-tags.tsx";
import { usePolledDevice } from "./polled-device.ts";
import { relationGroups } from "./relation-words.ts";
import { WayHere } from "./way-here.tsx";

/** One entity: what it is, what its manifest shows of it, what it is connected with, what changed and happened. */
export default function EntityPage() {
  const { id } = useParams<{ id: string }>();
  const entityId = pathPart(id);
  return <Page key={entityId} entityId={entityId} />;
}

function Page({ entityId }: { readonly entityId: string }) {
  const entity = useQuery(entityQuery(entityId));
  const screens = useScreens({ entityId });
  const [range, setRange] = useRange();
  if (entity.data === undefined) {
    if (entity.error === null) return <Skeleton h={400} />;
    return (
      <Notice
        failure={entity.error}
        title="This entity cannot be shown"
        onRetry={() => void entity.refetch()}
      >
        <Text size="sm">
          Entities that were not seen for a long time are forgotten.{" "}
          <Anchor component={Link} href="/entities" size="sm">
            All entities
          </Anchor>
        </Text>
      </Notice>
    );
  }
  return (
    <>
      <Header
        entity={entity.data}
        screens={screens.data}
        picker={<RangePicker range={range} onChange={setRange} />}
      />
      <PageTabs entity={entity.data} screens={screens.data} />
    </>
  );
}

interface PartProps {
  readonly entity: Entity;
  readonly screens: Screens | undefined;
}

function Header({ entity, screens, picker }: PartProps & { readonly picker: ReactNode }) {
  const { entityId, displayName, type, firstSeenTms, lastSeenTms } = entity;
  const device = usePolledDevice(entityId);
  return (
    <>
      <WayHere steps={screens?.breadcrumbs ?? []} />
      <PageHeader
        title={displayName}
        about={
          <Group gap="xs">
            <Badge
              component={Link}
              href={listPath(type)}
              color="gray"
              title={type}
              style={{ cursor: "pointer" }}
            >
              {screens?.typeName ?? type}
            </Badge>
            <span>
              First seen <When at={firstSeenTms} />, last seen <When at={lastSeenTms} />
            </span>
            {screens === undefined || !screens.shows.tags ? null : (
              <EntityTags entity={entity} canAdd={screens.shows.addTag} />
            )}
          </Group>
        }
        actions={
          <>
            <ScreenActions actions={screens?.actions ?? []} />
            {device === undefined ? null : (
              <Button
                component={Link}
                href={devicePath(device)}
                variant="default"
                leftSection={<IconServer2 size={16} stroke={1.6} />}
              >
                Device
              </Button>
            )}
            <Button
              component={Link}
              href={`/topology?focus=${encodeURIComponent(entityId)}`}
              variant="default"
              leftSection={<IconHierarchy2 size={16} stroke={1.6} />}
            >
              On the map
            </Button>
            {picker}
          </>
        }
      />
    </>
  );
}

const TABS = ["overview", "relationships", "history", "events"] as const;
type Tab = (typeof TABS)[number];

function PageTabs({ entity, screens }: PartProps) {
  const [params, setParams] = useSearchParams();
  const [range, setRange] = useRange();
  const tab = TABS.find((one) => one === params.get("tab")) ?? "overview";
  const show = (next: string | null): void =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === null || next === "overview") after.delete("tab");
      else after.set("tab", next);
      return after;
    });
  const { entityId } = entity;
  const related = relationGroups(entity).reduce((sum, { count }) => sum + count, 0);
  return (
    <Tabs value={tab} onChange={show} keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value={"overview" satisfies Tab}>Overview</Tabs.Tab>
        <Tabs.Tab value={"relationships" satisfies Tab}>Relationships ({related})</Tabs.Tab>
        <Tabs.Tab value={"history" satisfies Tab}>History</Tabs.Tab>
        <Tabs.Tab value={"events" satisfies Tab}>Events</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <Stack gap="sm">
          {screens?.shows.properties === true ? <EntityProperties properties={screens.properties} /> : null}
          <EntityScreens entityId={entityId} hideRange />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="relationships">
        <EntityRelations
          entity={entity}
          range={range}
          onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
          syncKey={`relations ${entityId}`}
        />
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <EntityHistory entityId={entityId} />
      </Tabs.Panel>
      <Tabs.Panel value="events">
        <EventsList label="Events" entityIds={[entityId]} kind={undefined} range={range} rows={50} />
      </Tabs.Panel>
    </Tabs>
  );
}
