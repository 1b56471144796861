import { Anchor, Button, Card } from "@mantine/core";
import { Fragment } from "react";
import { Link } from "wouter";
import type { ScreenProperty } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import { PropertyList } from "../parts/property-list.tsx";
import { propertyText } from "../screens/property-value.ts";
import { useCardState } from "../screens/use-card-state.ts";
import classes from "./entities.module.css";

/** What fits above the first chart. */
const SHOWN_MAX = 12;

/** What is known of an entity, as its manifest orders it. */
export function EntityProperties({ properties }: { readonly properties: readonly ScreenProperty[] }) {
  const [open, setOpen] = useCardState("all", "properties");
  const usual = properties.filter(({ hidden }) => !hidden).slice(0, SHOWN_MAX);
  const shown = open === "" ? usual : properties;
  const more = properties.length - usual.length;
  if (properties.length === 0) return null;
  return (
    <Card component="section" aria-label="Properties">
      <PropertyList
        properties={shown.map((property) => ({
          key: property.key,
          label: property.title,
          value: <PropertyValue property={property} />,
        }))}
      />
      {more <= 0 ? null : (
        <Button
          variant="subtle"
          size="compact-xs"
          mt={4}
          style={{ alignSelf: "flex-start" }}
          onClick={() => setOpen(open === "" ? "1" : "")}
        >
          {open === "" ? "Show all properties" : "Show fewer"}
        </Button>
      )}
    </Card>
  );
}

function PropertyValue({ property: { values, unit, entities = [] } }: { readonly property: ScreenProperty }) {
  if (entities.length === 0) {
    const text = propertyText(values, unit);
    return (
      <span className={classes["value"]} title={values.join("\n")}>
        {text}
      </span>
    );
  }
  return entities.map(({ id, name }, i) => (
    <Fragment key={id}>
      {i > 0 ? ", " : ""}
      <Anchor component={Link} href={entityPath(id)} size="sm">
        {name}
      </Anchor>
    </Fragment>
  ));
}
