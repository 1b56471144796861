import { Text } from "@mantine/core";
import type { DevicePoll } from "../../api/contract/index.ts";
import { When } from "../parts/when.tsx";
import classes from "./poll-learned.module.css";

/** What the engine knows of the device, and what it is good for. */
export function PollLearned({ learned }: { readonly learned: DevicePoll["learned"] }) {
  if (learned.length === 0) return <Text size="sm">Nothing yet: it has not answered.</Text>;
  return (
    <dl className={classes["list"]}>
      {learned.map(({ what, value, why, since, until }) => (
        <div key={what} className={classes["row"]}>
          <dt>{what}</dt>
          <dd>
            <strong>{value}</strong>
            {since === undefined ? null : (
              <span className={classes["time"]}>
                since <When at={since} />
              </span>
            )}
            {until === undefined ? null : (
              <span className={classes["time"]}>
                again <When at={until} />
              </span>
            )}
            <div className={classes["why"]}>{why}</div>
          </dd>
        </div>
      ))}
    </dl>
  );
}
