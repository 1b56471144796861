import { type PollReport, visibleText } from "../app/index.ts";
import { EXIT } from "./output.ts";

type Device = PollReport["devices"][number];

/** One line for each device that is not well or gave no line. */
export function verdictLines(report: PollReport, wording: (text: string) => string): string[] {
  return report.devices.flatMap((device) => [
    ...(isWell(device) ? [] : [verdictLine(device, wording)]),
    ...(device.whyNoLines.length === 0
      ? []
      : [visibleText(`${device.id} 0 lines: ${device.whyNoLines.join("; ")}`)]),
  ]);
}

/** 3 when a device did not answer at all, 130 when a signal ended the polls. */
export function exitCodeOf({ devices, interrupted }: PollReport): number {
  if (interrupted) return EXIT.interrupted;
  const answered = devices.every((device) => isWell(device) || device.verdict.code === "WARNING");
  return answered ? EXIT.ok : EXIT.someDevicesFailed;
}

function isWell({ verdict }: Device): boolean {
  return verdict.code === "OK" || verdict.code === "PENDING";
}

/** Messages of the client begin with the device themselves. */
function verdictLine({ id, verdict }: Device, wording: (text: string) => string): string {
  return visibleText(`${id} ${verdict.code} ${wording(verdict.message.replace(`${id}: `, ""))}`);
}
