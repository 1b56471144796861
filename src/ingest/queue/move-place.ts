import { CursorFile, cursorName } from "./cursor-file.ts";
import type { LogFiles } from "./log-files.ts";
import type { Place } from "./record.ts";

/** Moves a sink to a place, surviving a power cut. Only while no service works with the folder. */
export async function movePlace(files: LogFiles, sink: string, place: Place): Promise<void> {
  const { file } = await CursorFile.open(files, cursorName(sink));
  try {
    await file.write(place);
    await file.sync();
  } finally {
    await file.close();
  }
}
