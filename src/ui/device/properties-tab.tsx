import { Anchor, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Entity } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import { EntityHistory } from "../entities/entity-history.tsx";
import { EntityProperties } from "../entities/entity-properties.tsx";
import { EntityRelations } from "../entities/entity-relations.tsx";
import { Notice } from "../parts/notice.tsx";
import { useRange } from "../parts/range-picker.tsx";
import { useScreens } from "../screens/screen-queries.ts";
import { useEntity } from "./use-entity.ts";

/** What is known of the device, what it is connected with, and what of that changed. */
export default function PropertiesTab({ entityId }: { readonly entityId: string }) {
  const { data, error } = useEntity(entityId);
  if (error !== null && data === undefined) return <Notice failure={error} />;
  if (data === undefined) return <Skeleton height={360} />;
  return <Known entity={data} />;
}

function Known({ entity }: { readonly entity: Entity }) {
  const [range, setRange] = useRange();
  const screens = useScreens({ entityId: entity.entityId });
  return (
    <Stack gap="lg">
      <Section title="Properties">
        {screens.data === undefined ? (
          <Skeleton height={200} />
        ) : (
          <EntityProperties properties={screens.data.properties} />
        )}
      </Section>
      <Section title="Neighbours and relationships">
        <EntityRelations
          entity={entity}
          range={range}
          onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
          syncKey={`relations ${entity.entityId}`}
        />
      </Section>
      <Section title="What changed">
        <EntityHistory entityId={entity.entityId} />
      </Section>
      <Text size="sm">
        <Anchor component={Link} href={entityPath(entity.entityId)} size="sm">
          The entity of this device
        </Anchor>
      </Text>
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
