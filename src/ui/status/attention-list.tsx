import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import classes from "./status.module.css";
import type { Attention } from "./status-words.ts";

const LABEL = { error: "Act", warning: "Look", pending: "Waits", ok: "Fine" } as const;

/** What somebody should look at, with what to do; a calm line when there is nothing. */
export function AttentionList({ items }: { readonly items: readonly Attention[] }) {
  return (
    <section className={classes["card"]} aria-label="Needs attention">
      <h2 className={classes["title"]}>Needs attention</h2>
      {items.length === 0 ? (
        <Text size="sm">Nothing. Devices answer, sinks take what is sent, and the disk keeps up.</Text>
      ) : (
        <ul className={classes["attention"]}>
          {items.map((item) => (
            <Item key={item.key} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ item: { tone, text, remedy, since, last, link } }: { readonly item: Attention }) {
  return (
    <li>
      <ToneBadge tone={tone} className={classes["mark"] ?? ""}>
        {LABEL[tone]}
      </ToneBadge>
      <div className={classes["said"]}>
        <span>{text}</span>{" "}
        {since === undefined ? null : (
          <span className={classes["quiet"]}>
            began <When at={since} />
            {last === undefined || last === since ? null : (
              <>
                , last <When at={last} />
              </>
            )}
          </span>
        )}
        {remedy === undefined ? null : <div className={classes["quiet"]}>{remedy}</div>}
        {link === undefined ? null : (
          <div>
            <Anchor component={Link} href={link.href} size="sm">
              {link.label}
            </Anchor>
          </div>
        )}
      </div>
    </li>
  );
}
