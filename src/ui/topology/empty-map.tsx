import { Anchor, Button, Text } from "@mantine/core";
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

/** Devices stand beside each other, and nobody says how they are linked. */
export const NoLinks = () => (
  <>
    . No device tells of its neighbours: are LLDP or CDP on, and the feature sets that read them chosen?{" "}
    <Anchor component={Link} href="/setup" size="sm" underline="always">
      Set up
    </Anchor>
  </>
);

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
        A device is on the map with the first poll that it answers; the links are what devices tell of their
        neighbours by LLDP and CDP. Add the first one, or see in the list of{" "}
        <Anchor component={Link} href="/devices" size="sm" underline="always">
          devices
        </Anchor>{" "}
        why none answers.
      </Text>
      <Button component={Link} href="/setup/new">
        Add devices
      </Button>
    </EmptyState>
  );
}
