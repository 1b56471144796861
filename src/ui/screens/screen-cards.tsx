import type { ScreenCard } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { CardFrame } from "./card-frame.tsx";
import type { ChartSurroundings } from "./chart-grid.tsx";
import { ChartsCard } from "./charts-card.tsx";
import { EntitiesCard } from "./entities-card.tsx";
import { EventsList } from "./events-list.tsx";
import { MessageCard } from "./message-card.tsx";
import { MetricsCard } from "./metrics-card.tsx";
import classes from "./screens.module.css";

export interface ScreenCardsProps extends ChartSurroundings {
  readonly cards: readonly ScreenCard[];
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
        <div
          key={card.key}
          data-width={card.width}
          data-starts-row={card.startsRow === true ? "" : undefined}
          className={classes["card"]}
        >
          <OneCard card={card} {...rest} />
        </div>
      ))}
    </div>
  );
}

function OneCard({
  card,
  listType,
  ...surroundings
}: Omit<ScreenCardsProps, "cards"> & { readonly card: ScreenCard }) {
  switch (card.kind) {
    case "charts":
      return <ChartsCard card={card} {...surroundings} />;
    case "entities":
      return (
        <EntitiesCard
          card={card}
          {...surroundings}
          maxHeight={card.type !== undefined && card.type === listType ? LIST_HEIGHT : undefined}
        />
      );
    case "metrics":
      return <MetricsCard card={card} {...surroundings} />;
    case "message":
      return <MessageCard card={card} />;
    case "logs":
    case "events":
      return (
        <CardFrame title={card.title} about={card.description}>
          <EventsList
            label={card.title}
            entityIds={card.entityIds}
            kind={card.kind === "logs" ? "log" : undefined}
            range={surroundings.range}
            rows={card.rows}
            where={card.where}
            unread={card.unread}
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
