import type { Tone } from "../words/status.ts";

// States of fans, power supplies and sensors as MIBs name them.

const GOOD = /^(?:normal|ok|on|up|active|operational|good|online|present|true)$/i;
const ABSENT = /^(?:not-?present|unknown|absent|off(?:Admin|EnvOther|Env)?|disabled|other|standby)$/i;
const BAD =
  /^(?:critical|shutdown|not-?functioning|fail|failed|nonoperational|down|bad|error|faulty|unavailable)$/i;

/** How worrying a state is, by its word. */
export function stateTone(word: string): Tone {
  if (GOOD.test(word)) return "ok";
  if (BAD.test(word)) return "error";
  return ABSENT.test(word) ? "pending" : "warning";
}

/** `notFunctioning` → `Not functioning`. */
export function stateLabel(word: string): string {
  const spaced = word.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
