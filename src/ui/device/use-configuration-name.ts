import { useQuery } from "@tanstack/react-query";
import type { Configuration } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useSession } from "../app/session.tsx";

/** What people call the configuration; undefined when it has no name, or who looks may not read it. */
export function useConfigurationName(extension: string, id: string): string | undefined {
  const { can } = useSession();
  const path = `/api/v2/extensions/${encodeURIComponent(extension)}/monitoringConfigurations/${encodeURIComponent(id)}`;
  const { data } = useQuery({
    queryKey: ["configuration-name", extension, id],
    queryFn: ({ signal }) => get<Configuration>(path, { signal }),
    enabled: can("extensionConfigurations.read"),
    staleTime: 60_000,
    retry: false,
  });
  const { description } = (data?.value ?? {}) as { readonly description?: unknown };
  return typeof description === "string" && description !== "" ? description : undefined;
}
