import { Stack } from "@mantine/core";
import { useMemo } from "react";
import type { ScreenCard, Screens } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import { WaitingCards } from "../screens/entity-screens.tsx";
import { ScreenActions } from "../screens/screen-actions.tsx";
import { ScreenCards } from "../screens/screen-cards.tsx";
import { useScreens } from "../screens/screen-queries.ts";
import classes from "./entities.module.css";
import { WayHere } from "./way-here.tsx";

export interface TypeListProps {
  readonly type: string;
  /** Only these of them, as a link of a screen leads here. */
  readonly selector: string | undefined;
}

/** The list page of a type, as its manifest has it. */
export function TypeList({ type, selector }: TypeListProps) {
  const { data, error, refetch } = useScreens({ type });
  const [range, setRange] = useRange();
  const cards = useMemo(
    () => (data === undefined ? [] : selector === undefined ? data.cards : selectedOnly(data, selector)),
    [data, selector],
  );
  return (
    <Stack gap={0}>
      <WayHere steps={data?.breadcrumbs ?? []} />
      <PageHeader
        title={data?.title ?? data?.typeName ?? type}
        about={
          <span className={classes["words"]}>
            {data?.description ?? (selector === undefined ? type : `Only ${selector}`)}
          </span>
        }
        actions={
          <>
            <ScreenActions actions={data?.actions ?? []} />
            <RangePicker range={range} onChange={setRange} />
          </>
        }
      />
      {data === undefined && error === null ? <WaitingCards /> : null}
      {data === undefined && error !== null ? (
        <Notice failure={error} onRetry={() => void refetch()} />
      ) : (
        <ScreenCards
          cards={cards}
          range={range}
          onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
          syncKey={`list ${type}`}
          listType={type}
        />
      )}
    </Stack>
  );
}

function selectedOnly({ cards, type }: Screens, entitySelector: string): readonly ScreenCard[] {
  const list = cards.find(
    (card) => card.kind === "entities" && card.type?.toLowerCase() === type.toLowerCase(),
  );
  return list?.kind === "entities" ? [{ ...list, entitySelector }] : [];
}
