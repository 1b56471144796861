import { Button, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { PageHeader } from "../parts/page-header.tsx";

/** Title and sub-pages of Set up. */
export function SetupHeader({ actions }: { readonly actions?: ReactNode }) {
  const [path, go] = useLocation();
  return (
    <>
      <PageHeader
        title="Set up"
        about="What is polled, from which devices, with which credentials."
        actions={
          <>
            {actions}
            <Button component={Link} href="/setup/new" leftSection={<IconPlus size={16} />}>
              Add devices
            </Button>
          </>
        }
      />
      <Tabs
        value={path === "/setup/credentials" ? path : "/setup"}
        onChange={(to) => go(to ?? "/setup")}
        mb="sm"
      >
        <Tabs.List>
          <Tabs.Tab value="/setup">Configurations</Tabs.Tab>
          <Tabs.Tab value="/setup/credentials">Credentials</Tabs.Tab>
        </Tabs.List>
      </Tabs>
    </>
  );
}
