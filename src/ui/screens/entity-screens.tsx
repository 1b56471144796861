import { Skeleton, Stack } from "@mantine/core";
import { Notice } from "../parts/notice.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import { ScreenCards } from "./screen-cards.tsx";
import { useScreens } from "./screen-queries.ts";
import classes from "./screens.module.css";

export interface EntityScreensProps {
  readonly entityId: string;
  /** Where the page around it has a range picker already. */
  readonly hideRange?: boolean | undefined;
}

/** What the manifests show of an entity: the cards of their screens. */
export function EntityScreens({ entityId, hideRange }: EntityScreensProps) {
  const { data, error, refetch } = useScreens({ entityId });
  const [range, setRange] = useRange();
  if (data === undefined) {
    return error === null ? <WaitingCards /> : <Notice failure={error} onRetry={() => void refetch()} />;
  }
  return (
    <Stack gap="sm">
      {hideRange === true ? null : (
        <div className={classes["range"]}>
          <RangePicker range={range} onChange={setRange} />
        </div>
      )}
      {data.cards.length === 0 ? (
        <Notice title="Nothing to show yet">
          Nothing was measured of it, and it is connected with nothing. Both appear with the next poll.
        </Notice>
      ) : null}
      <ScreenCards
        cards={data.cards}
        range={range}
        onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
        syncKey={`screens ${entityId}`}
      />
    </Stack>
  );
}

export function WaitingCards() {
  return (
    <Stack gap="sm" aria-busy>
      <Skeleton h={260} />
      <Skeleton h={260} />
    </Stack>
  );
}
