import type { ReactNode } from "react";
import classes from "./status.module.css";

export interface Figure {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  /** On hover. */
  readonly about?: string | undefined;
}

/** Figures side by side, each under its name. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className={classes["figures"]}>
      {figures.map(({ key, label, value, about }) => (
        <div key={key} title={about}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
