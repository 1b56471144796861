import { NavLink, Stack, VisuallyHidden } from "@mantine/core";
import {
  IconAlertCircle,
  IconCategory,
  IconChartLine,
  IconFileCode,
  IconHeartRateMonitor,
  IconHierarchy2,
  IconServer2,
  IconSettings,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { graveCount } from "../status/grave.ts";
import { preload } from "./routes.tsx";
import { useSession } from "./session.tsx";
import { statusQuery } from "./status-query.ts";

const PLACES = [
  { path: "/devices", label: "Devices", icon: IconServer2 },
  { path: "/topology", label: "Topology", icon: IconHierarchy2 },
  { path: "/entities", label: "Entities", icon: IconCategory },
  { path: "/explore", label: "Explore", icon: IconChartLine },
  { path: "/setup", label: "Set up", icon: IconSettings },
  { path: "/manifests", label: "Manifests", icon: IconFileCode },
  { path: "/status", label: "Status", icon: IconHeartRateMonitor },
  { path: "/access", label: "Access", icon: IconUsers },
] as const;

/** The places of the UI. @param onGo  called when one was chosen */
export function Navigation({ onGo }: { readonly onGo: () => void }) {
  const [path] = useLocation();
  return (
    <Stack component="nav" gap={2} aria-label="Pages">
      {PLACES.map(({ path: to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          href={to}
          label={label}
          active={path === to || path.startsWith(`${to}/`)}
          aria-current={path === to ? "page" : undefined}
          leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
          rightSection={to === "/status" ? <Mark /> : undefined}
          onClick={onGo}
          onPointerEnter={() => void preload(to)}
          onFocus={() => void preload(to)}
          variant="light"
        />
      ))}
    </Stack>
  );
}

const LOOK_EVERY_MS = 30_000;

/** Says on every page when the service loses data, or will, unless somebody acts. */
function Mark() {
  const { can } = useSession();
  const { data: count = 0 } = useQuery({
    ...statusQuery,
    enabled: can("events.read"),
    refetchInterval: LOOK_EVERY_MS,
    select: graveCount,
  });
  if (count === 0) return null;
  return (
    <>
      <IconAlertCircle size={16} stroke={2} color="var(--mantine-color-error)" aria-hidden />
      <VisuallyHidden>needs attention</VisuallyHidden>
    </>
  );
}
