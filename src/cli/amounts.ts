// Amounts as people read them; JSON has them exactly.

const GROUPED = new Intl.NumberFormat("en-US");

/** grouped(1234567) → "1,234,567" */
export const grouped = (count: number): string => GROUPED.format(count);

/** sizeText(1_234_567) → "1.2 MB": decimal units, as in the configuration. */
export function sizeText(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  for (; amount >= 999.5 && unit < UNITS.length - 1; unit++) amount /= 1_000;
  return `${unit > 0 && amount < 9.95 ? amount.toFixed(1) : amount.toFixed(0)} ${UNITS[unit]}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** ageText(3_000_000) → "50 min"; ageText(90_000_000) → "1 d 1 h" */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** UTC, as in the log of the service. */
export const timeText = (atMs: number): string => new Date(atMs).toISOString();
