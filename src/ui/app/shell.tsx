import {
  ActionIcon,
  Anchor,
  AppShell,
  Burger,
  Group,
  Menu,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBook2, IconLogin2, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { ConnectionNotice } from "./connection-notice.tsx";
import { Navigation } from "./navigation.tsx";
import { useSession } from "./session.tsx";
import classes from "./shell.module.css";
import { useSignInPath } from "./use-sign-in-path.ts";

/** What stands around every page: where one can go, who one is, and whether the service is there. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [open, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 176, breakpoint: "md", collapsed: { mobile: !open } }}
      padding="md"
      transitionDuration={0}
    >
      <a className={classes["skip"]} href="#main">
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={open} onClick={toggle} hiddenFrom="md" size="sm" aria-label="Pages" />
          <Anchor component={Link} href="/devices" underline="never" c="inherit" className={classes["brand"]}>
            <img src="/ui/icon.svg" width={26} height={26} alt="" />
            <Text span fw={700} size="md">
              snmpgate
            </Text>
          </Anchor>
          <ConnectionNotice />
          <Group gap={4} ml="auto" wrap="nowrap">
            <ActionIcon
              component="a"
              href="/api/docs"
              aria-label="API documentation"
              title="API documentation"
            >
              <IconBook2 size={18} stroke={1.6} />
            </ActionIcon>
            <SchemeSwitch />
            <Who />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes["main"]}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <ActionIcon
      onClick={() => setColorScheme(other)}
      aria-label={`Use ${other} colours`}
      title={`Use ${other} colours`}
    >
      {scheme === "dark" ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
    </ActionIcon>
  );
}

function Who() {
  const { who, signOut } = useSession();
  const [, go] = useLocation();
  const signIn = useSignInPath();
  if (who === undefined || who.kind === "loopback") {
    return (
      <ActionIcon component={Link} href={signIn} aria-label="Sign in" title="Sign in" variant="light">
        <IconLogin2 size={18} stroke={1.6} />
      </ActionIcon>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          aria-label={`Signed in as ${who.user ?? who.id}`}
          title={`${who.user ?? who.id} (${who.role ?? who.kind})`}
        >
          <IconUserCircle size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {who.user ?? who.id}, {who.role ?? who.kind}
        </Menu.Label>
        <Menu.Item onClick={() => go("/access")}>Users, tokens and password</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
