import { Select, SimpleGrid, Skeleton, Stack, TextInput, Title } from "@mantine/core";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { DeviceList } from "./device-list.tsx";
import type { ConfigurationValue } from "./element.ts";
import { FeatureSets } from "./feature-sets.tsx";
import { useOffer, useVersions } from "./setup-api.ts";
import { VariableFields } from "./variable-fields.tsx";

export interface ConfigurationFormProps {
  readonly extension: string;
  readonly value: ConfigurationValue;
  readonly onChange: (value: ConfigurationValue) => void;
}

const ALL = "all";

/** What a configuration says, field by field. What the form does not know stays as it is. */
export function ConfigurationForm({ extension, value, onChange }: ConfigurationFormProps) {
  const { can } = useSession();
  const locked = !can("extensionConfigurations.write");
  const offer = useOffer(extension, value.version);
  const versions = useVersions(extension);
  const chosen = value.featureSets ?? [];
  const names = offer.data?.featureSets.flatMap(({ name }) => (name === "" ? [] : [name])) ?? [];
  const isAll = chosen.includes(ALL);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label="Name"
          maxLength={500}
          disabled={locked}
          value={value.description}
          error={value.description.trim() === "" ? "It needs a name." : undefined}
          onChange={(event) => onChange({ ...value, description: event.currentTarget.value })}
        />
        <Select
          label={`Version of ${extension}`}
          disabled={locked}
          allowDeselect={false}
          data={[...new Set([...(versions.data ?? []), value.version])]}
          value={value.version}
          onChange={(version) => onChange({ ...value, version: version ?? value.version })}
        />
      </SimpleGrid>
      <DeviceList value={value} onChange={onChange} locked={locked} />
      {offer.isError ? <Notice failure={offer.error} onRetry={() => void offer.refetch()} /> : null}
      {offer.isPending && !offer.isError ? <Skeleton h={200} /> : null}
      {offer.data === undefined ? null : (
        <>
          <section>
            <Title order={2} mb={4}>
              Feature sets
            </Title>
            <FeatureSets
              sets={offer.data.featureSets}
              chosen={isAll ? names : chosen}
              disabled={locked}
              onChange={(sets) => onChange({ ...value, featureSets: sets })}
            />
          </section>
          {offer.data.variables.length === 0 ? null : (
            <section>
              <Title order={2} mb="xs">
                Variables
              </Title>
              <VariableFields
                variables={offer.data.variables}
                vars={value.vars ?? {}}
                disabled={locked}
                onChange={(vars) => onChange({ ...value, vars })}
              />
            </section>
          )}
        </>
      )}
    </Stack>
  );
}
