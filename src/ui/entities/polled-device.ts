import { useQuery } from "@tanstack/react-query";
import type { Device } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useSession } from "../app/session.tsx";

const STALE_AFTER_MS = 60_000;

/** The id of the polled device that an entity stands for. */
export function usePolledDevice(entityId: string): string | undefined {
  const { can } = useSession();
  const { data } = useQuery({
    queryKey: ["polled-device", entityId],
    queryFn: ({ signal }) =>
      get<{ readonly devices: readonly Device[] }>("/api/snmpgate/devices", {
        query: { entityId, pageSize: 1 },
        signal,
      }),
    enabled: can("events.read"),
    staleTime: STALE_AFTER_MS,
  });
  return data?.devices[0]?.id;
}
