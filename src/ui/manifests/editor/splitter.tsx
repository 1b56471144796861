import { useLocalStorage } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import classes from "./splitter.module.css";

const LIMITS = { min: 25, max: 75, step: 2, start: 54 } as const;

/** Two parts side by side, with a bar between them that is dragged or moved by arrow keys; one below the other where there is no room. */
export function Splitter({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) {
  const [share, setShare] = useLocalStorage<number>({
    key: "snmpgate.manifest-split",
    defaultValue: LIMITS.start,
    getInitialValueInEffect: false,
  });
  const box = useRef<HTMLDivElement>(null);
  const set = (next: number): void => setShare(Math.round(Math.min(LIMITS.max, Math.max(LIMITS.min, next))));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowLeft" ? -LIMITS.step : event.key === "ArrowRight" ? LIMITS.step : 0;
    if (step === 0) return;
    event.preventDefault();
    set(share + step);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || box.current === null) return;
    const { left: from, width } = box.current.getBoundingClientRect();
    set(((event.clientX - from) / width) * 100);
  };
  return (
    <div ref={box} className={classes["box"]} style={{ "--split": `${share}%` } as object}>
      <div className={classes["part"]}>{left}</div>
      <div
        role="separator"
        aria-label="Width of the editor"
        aria-orientation="vertical"
        aria-valuenow={share}
        aria-valuemin={LIMITS.min}
        aria-valuemax={LIMITS.max}
        tabIndex={0}
        className={classes["bar"]}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
      />
      <div className={classes["part"]}>{right}</div>
    </div>
  );
}
