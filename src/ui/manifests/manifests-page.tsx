import { Anchor, Badge, Button, Card, Group, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { Link } from "wouter";
import type { ConfigurationSummary, ExtensionOverview } from "../../api/contract/index.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { counted } from "../words/counted.ts";
import { factsOf, type Users, usersOf } from "./extension-facts.ts";
import { editPath, useOverview, useUsers } from "./manifest-api.ts";
import { UploadBox } from "./upload-box.tsx";
import { VersionRow } from "./version-row.tsx";

/** Which manifests are installed, in which versions, and who uses them. */
export default function ManifestsPage() {
  const { data, error, refetch } = useOverview();
  const { data: configurations = [] } = useUsers();
  return (
    <>
      <PageHeader
        title="Manifests"
        about="They say what is polled, what the values are called, and which entities they make."
        actions={
          <Button component={Link} href="/manifests/new" leftSection={<IconPlus size={15} />}>
            New from template
          </Button>
        }
      />
      <UploadBox />
      {error === null ? null : <Notice failure={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton height={220} aria-label="Loading" /> : null}
      {data?.length === 0 ? (
        <EmptyState title="No manifest is installed">
          <Text size="sm">Drop one above, or begin with the template: it polls any switch.</Text>
        </EmptyState>
      ) : null}
      <Stack gap="sm">
        {data?.map((one) => (
          <ExtensionCard key={one.name} overview={one} configurations={configurations} />
        ))}
      </Stack>
    </>
  );
}

interface CardProps {
  readonly overview: ExtensionOverview;
  readonly configurations: readonly ConfigurationSummary[];
}

function ExtensionCard({ overview: { name, versions, active }, configurations }: CardProps) {
  const shown = versions.find(({ version }) => version === active) ?? versions[0];
  if (shown === undefined) return null;
  const users = usersOf(configurations, name);
  return (
    <Card component="section" aria-label={name}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} size="md" style={{ overflowWrap: "anywhere" }}>
              {name}
            </Text>
            {active === undefined ? (
              <Badge
                color="gray"
                title="None was chosen: the newest describes entities, and is offered for new devices."
              >
                {shown.version}, the newest
              </Badge>
            ) : (
              <Badge color="cyan">{active} active</Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {factsOf(shown)}
          </Text>
          <UsersLine users={users} />
        </div>
        <Button
          component={Link}
          href={editPath(name, shown.version)}
          variant="light"
          leftSection={<IconPencil size={15} />}
          style={{ flex: "none" }}
        >
          Edit
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={520} mt="xs">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Version</Table.Th>
              <Table.Th>Used by</Table.Th>
              <Table.Th>Needs platform</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map((version) => (
              <VersionRow
                key={version.version}
                name={name}
                extension={version}
                active={version.version === active}
                users={usersOf(configurations, name, version.version)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function UsersLine({ users: { configurations, devices } }: { readonly users: Users }) {
  if (configurations === 0) return <Text size="sm">No configuration uses it.</Text>;
  return (
    <Text size="sm">
      {counted(devices, "device")} in{" "}
      <Anchor component={Link} href="/setup" size="sm">
        {counted(configurations, "configuration")}
      </Anchor>
    </Text>
  );
}
