import { isMissing, type Oid, oid, restartedBetween, type UpTime } from "../smi/index.ts";
import type { ReadPlan } from "./read-plan.ts";
import type { Reading } from "./reading.ts";

/** ifNumber and ifTableLastChange: the agent's own word that interfaces came or went (RFC 2863). */
const WATCHED: readonly Oid[] = [oid("1.3.6.1.2.1.2.1.0"), oid("1.3.6.1.2.1.31.1.5.0")];

/** In which life of the agent, and between which changes of its interfaces, a device is read. */
export class BootEpoch {
  #uptime: UpTime | undefined;
  #boots: number | undefined;
  readonly #told: (number | undefined)[] = WATCHED.map(() => undefined);
  /** By number of `WATCHED`: the agent does not have it. Asked for again after a restart. */
  readonly #absent = WATCHED.map(() => false);

  /** Whether the agent tells when interfaces come and go. */
  get seesInterfaces(): boolean {
    return this.#absent.includes(false);
  }

  /** Instances to be read in every poll of interfaces. */
  questions({ interfaces }: ReadPlan): Oid[] {
    return interfaces ? WATCHED.filter((_, i) => this.#absent[i] === false) : [];
  }

  /**
   * Notes what a poll brought.
   * @returns whether all that was known is of another time: the agent restarted, or says that its interfaces changed
   */
  beganAnew(reading: Reading): boolean {
    const hasBooted = this.#hasBooted(reading);
    const restarted = this.#restarted(reading) || hasBooted;
    if (restarted) this.#absent.fill(false);
    const changed = WATCHED.map((instance, i) => this.#changed(instance, i, reading));
    return restarted || changed.includes(true);
  }

  #restarted({ rebooted, uptime }: Reading): boolean {
    if (uptime === undefined) return rebooted;
    const before = this.#uptime;
    this.#uptime = uptime;
    return rebooted || (before !== undefined && restartedBetween(before, uptime));
  }

  /** Where sysUpTime is that of the device, only engineBoots tells that its agent began anew (RFC 3411 §5). */
  #hasBooted({ boots }: Reading): boolean {
    const before = this.#boots;
    this.#boots = boots ?? before;
    return before !== undefined && boots !== undefined && boots !== before;
  }

  #changed(instance: Oid, number: number, { values }: Reading): boolean {
    const value = values.get(instance);
    if (value === undefined) return false;
    if (isMissing(value)) this.#absent[number] = true;
    if (value.type !== "Integer32" && value.type !== "TimeTicks") return false;
    const before = this.#told[number];
    this.#told[number] = value.value;
    return before !== undefined && before !== value.value;
  }
}
