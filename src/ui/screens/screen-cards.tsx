import type { ScreenCard } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import type { TimeRange } from "../words/time.ts";
import { CardFrame } from "./card-frame.tsx";
import { ChartsCard } from "./charts-card.tsx";
import { EntitiesCard } from "./entities-card.tsx";
import { EventsList } from "./events-list.tsx";
import { MessageCard } from "./message-card.tsx";
import { MetricsCard } from "./metrics-card.tsx";
import classes from "./screens.module.css";

export interface ScreenCardsProps {
  readonly cards: readonly ScreenCard[];
  readonly range: TimeRange;
  readonly onZoom: (fromMs: number, toMs: number) => void;
  /** Charts of one page share their cursor. */
  readonly syncKey: string;
  /** The type whose list is what the page is about: it gets what room there is. */
  readonly listType?: string | undefined;
}

/** All but what stands above the list. */
const LIST_HEIGHT = "max(320px, calc(100dvh - 270px))";

/** The cards of a screen, in the order and width of the manifest. */
export function ScreenCards({ cards, ...rest }: ScreenCardsProps) {
  return (
    <div className={classes["cards"]}>
      {cards.map((card) => (
        <div key={card.key} data-width={card.width} className={classes["card"]}>
          <OneCard card={card} {...rest} />
        </div>
      ))}
    </div>
  );
}

function OneCard({
  card,
  range,
  onZoom,
  syncKey,
  listType,
}: Omit<ScreenCardsProps, "cards"> & { readonly card: ScreenCard }) {
  switch (card.kind) {
    case "charts":
      return <ChartsCard card={card} range={range} onZoom={onZoom} syncKey={syncKey} />;
    case "entities":
      return (
        <EntitiesCard
          card={card}
          range={range}
          maxHeight={card.type !== undefined && card.type === listType ? LIST_HEIGHT : undefined}
        />
      );
    case "metrics":
      return <MetricsCard card={card} range={range} />;
    case "message":
      return <MessageCard card={card} />;
    case "logs":
    case "events":
      return (
        <CardFrame title={card.title}>
          <EventsList
            label={card.title}
            entityIds={card.entityIds}
            kind={card.kind === "logs" ? "log" : undefined}
            range={range}
            rows={card.rows}
          />
        </CardFrame>
      );
    case "fault":
      return (
        <Notice tone="warning" title={card.title === "" ? card.key : card.title}>
          {card.message}
        </Notice>
      );
    default:
      return card satisfies never;
  }
}
