import { Anchor, Center, Loader } from "@mantine/core";
import { Link, useLocation, useSearchParams } from "wouter";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { withLineFeeds } from "./editor/line-ends.ts";
import { ManifestEditor } from "./editor/manifest-editor.tsx";
import { TEMPLATE } from "./editor/template.ts";
import { useManifestText } from "./manifest-api.ts";

/** A manifest as text, with what it makes of a device beside it. */
export default function EditorPage() {
  const [path] = useLocation();
  const [params] = useSearchParams();
  const isNew = path === "/manifests/new";
  const [name, version] = isNew ? ["", ""] : [params.get("extension") ?? "", params.get("version") ?? ""];
  const text = useManifestText(name, version);
  if (isNew) return <ManifestEditor key="new" name="" version="" installedText={TEMPLATE} />;
  if (name === "")
    return (
      <EmptyState title="Choose a manifest first">
        <ToAll />
      </EmptyState>
    );
  // A failed look for a newer text must not take away what is being typed.
  if (text.error !== null && text.data === undefined) {
    return (
      <Notice
        failure={text.error}
        title={`${name} ${version} cannot be edited`}
        onRetry={() => void text.refetch()}
      >
        <ToAll />
      </Notice>
    );
  }
  if (text.data === undefined) {
    return (
      <Center h="60vh">
        <Loader size="sm" role="status" aria-label="Loading" />
      </Center>
    );
  }
  return (
    <ManifestEditor
      key={`${name} ${version}`}
      name={name}
      version={version}
      installedText={withLineFeeds(text.data)}
    />
  );
}

const ToAll = () => (
  <Anchor component={Link} href="/manifests" size="sm">
    All manifests
  </Anchor>
);
