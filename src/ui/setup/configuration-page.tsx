import { Skeleton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "wouter";
import { ApiFailure } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { pathPart } from "../app/path-part.ts";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Needs } from "../parts/scope.tsx";
import { ConfigurationEditor } from "./configuration-editor.tsx";
import { Back } from "./configuration-header.tsx";
import { useConfiguration } from "./setup-api.ts";

/** One configuration: as a form, as JSON, and what it was before. */
export default function ConfigurationPage() {
  return (
    <Needs scope="extensionConfigurations.read" what="see this configuration">
      <Page />
    </Needs>
  );
}

function Page() {
  const { extension, id } = useParams<{ readonly extension: string; readonly id: string }>();
  const [name, objectId] = [pathPart(extension), pathPart(id)];
  const configuration = useConfiguration(name, objectId);
  const client = useQueryClient();
  useLiveRefresh(
    (event) => event.type === "configuration" && event.id === objectId,
    () => client.invalidateQueries({ queryKey: ["setup"] }),
  );
  if (configuration.isError && configuration.data === undefined)
    return <Missing failure={configuration.error} onRetry={() => void configuration.refetch()} />;
  if (configuration.data === undefined) return <Skeleton h={400} />;
  return <ConfigurationEditor key={`${name} ${objectId}`} extension={name} stored={configuration.data} />;
}

function Missing({ failure, onRetry }: { readonly failure: unknown; readonly onRetry: () => void }) {
  const isGone = failure instanceof ApiFailure && failure.status === 404;
  return (
    <>
      <PageHeader title="Configuration" about={<Back />} />
      <Notice
        failure={failure}
        title={isGone ? "It is not there, or no longer" : undefined}
        onRetry={onRetry}
      />
    </>
  );
}
