import { Button, Text } from "@mantine/core";
import { Link } from "wouter";
import { EmptyState } from "../parts/empty-state.tsx";
import classes from "./topology.module.css";

// Maps on which there is nothing, and why.

export function NothingFound() {
  return (
    <div className={classes["nothing"]}>
      <Text size="sm">Nothing on the map matches. Search for something else, or show more types.</Text>
    </div>
  );
}

export function NotAllowed() {
  return (
    <EmptyState title="Topology">
      <Text size="sm">Whoever may read entities sees the map.</Text>
      <Button component={Link} href="/sign-in?next=/topology">
        Sign in
      </Button>
    </EmptyState>
  );
}

export function NothingYet() {
  return (
    <EmptyState title="No devices yet">
      <Text size="sm" maw={460}>
        The map draws itself from what devices tell of their neighbours by LLDP and CDP. Add the first one.
      </Text>
      <Button component={Link} href="/setup/new">
        Add devices
      </Button>
    </EmptyState>
  );
}
