import classes from "./faceplate.module.css";
import { type ColourMode, LEGENDS } from "./port-look.ts";

/** What the colours and signs of the faceplate mean. */
export function FaceplateLegend({ mode }: { readonly mode: ColourMode }) {
  return (
    <div className={classes["legend"]}>
      {LEGENDS[mode].map(({ tone, sign, label }) => (
        <span key={label}>
          <svg
            width={16}
            height={16}
            viewBox="0 0 16 16"
            className={`${classes["swatch"]} ${classes[tone]}`}
            aria-hidden
          >
            <rect x={1} y={1} width={14} height={14} rx={2} />
            {tone === "down" ? <line x1={4} x2={12} y1={8} y2={8} stroke="var(--port-edge)" /> : null}
            <text className={classes["sign"]} x={8} y={8.5}>
              {sign}
            </text>
          </svg>
          {label}
        </span>
      ))}
    </div>
  );
}
