import { useSession } from "../app/session.tsx";
import { useConfiguration } from "../setup/setup-api.ts";

/** What people call the configuration; undefined when it has no name, or who looks may not read it. */
export function useConfigurationName(extension: string, id: string): string | undefined {
  const { can } = useSession();
  const { data } = useConfiguration(extension, id, can("extensionConfigurations.read"));
  const { description } = (data?.value ?? {}) as { readonly description?: unknown };
  return typeof description === "string" && description !== "" ? description : undefined;
}
