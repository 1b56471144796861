import type { ReactNode } from "react";
import classes from "./property-list.module.css";

export interface Property {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
}

/** What is known of something, name beside value. */
export function PropertyList({ properties }: { readonly properties: readonly Property[] }) {
  return (
    <dl className={classes["list"]}>
      {properties.map(({ key, label, value }) => (
        <div key={key} className={classes["row"]}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
