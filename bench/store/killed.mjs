// A process that fills a store and goes on until it is killed: node killed.mjs FOLDER PORTS MINUTES
import { silentLogger } from "../../dist/base/index.js";
import { openKeyValue } from "../../dist/store/index.js";
import { devicesOf, MINUTE_MS, MovedClock, openStore, renewed } from "./lines.mjs";

const [folder, ports, minutes] = process.argv.slice(2);
const clock = new MovedClock();
const { kv } = await openKeyValue(folder, { logger: silentLogger });
const store = await openStore(kv, clock);
const devices = devicesOf(Number(ports));
const SLICES = 20;
for (let minute = 0; ; minute++) {
  for (let slice = 0; slice < SLICES; slice++) {
    await clock.asleep();
    clock.move(MINUTE_MS / SLICES);
    for (let n = slice; n < devices.length; n += SLICES) store.append(renewed(devices[n], clock.wallMs()));
  }
  // In the middle of what comes next it is killed.
  if (minute === Number(minutes)) process.send("filled");
}
