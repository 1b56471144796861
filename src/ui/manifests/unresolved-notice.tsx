import { Text } from "@mantine/core";
import type { Finding } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { missingWords } from "./unresolved.ts";

/** What a manifest will not deliver, though it may be installed, and what to do about it. */
export function UnresolvedNotice({ findings }: { readonly findings: readonly Finding[] }) {
  const missing = missingWords(findings);
  if (missing === undefined) return null;
  return (
    <Notice tone="warning" title={`As it is, ${missing}`}>
      <Text size="sm">
        No MIB at hand knows the names that the findings list, so nothing is asked for them. Put the MIB file
        into the folder snmp/ of the package, or into a folder that mibDirs of the service names; or write the
        OID in numbers.
      </Text>
    </Notice>
  );
}
