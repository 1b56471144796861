import { queryOptions } from "@tanstack/react-query";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";

/** How the service itself is; one answer for all who show something of it. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => get<ServiceStatus>("/api/snmpgate/status", { signal }),
});
