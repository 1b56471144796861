const DEVICES_MAX = 50_000;
/** Names given for one device; a thousand clones would only repeat each other. */
const OTHERS_MAX = 10;

/**
 * Names devices that share one engineID: clones of one configuration, cluster members, or one device under two
 * addresses. RFC 3411 §5 wants engineIDs unique: keys are bound to them, so who breaks one clone has the keys of
 * all, and managers that keep an engine's clock by its engineID lose these devices in turns (we do not).
 */
export class DuplicateEngines {
  readonly #devicesMax: number;
  /** By device, the longest unseen first. */
  readonly #engineOf = new Map<string, string>();
  readonly #devicesOf = new Map<string, Set<string>>();

  /** Beyond `devicesMax` devices, the one longest unseen is forgotten. */
  constructor(devicesMax: number = DEVICES_MAX) {
    this.#devicesMax = devicesMax;
  }

  /**
   * Notes what a device was discovered to be; its earlier engineID is forgotten.
   * @returns other devices with this engineID, ten at most; empty for none
   */
  note(device: string, engineId: Uint8Array): readonly string[] {
    const name = Buffer.from(engineId.buffer, engineId.byteOffset, engineId.length).toString("hex");
    if (this.#engineOf.get(device) !== name) this.forget(device);
    this.#engineOf.delete(device);
    this.#engineOf.set(device, name);
    const devices = this.#devicesOf.get(name) ?? new Set();
    this.#devicesOf.set(name, devices.add(device));
    if (this.#engineOf.size > this.#devicesMax) this.forget(this.#engineOf.keys().next().value ?? "");
    return firstOthers(devices, device);
  }

  /** A device that is polled no more. */
  forget(device: string): void {
    const name = this.#engineOf.get(device);
    if (name === undefined) return;
    this.#engineOf.delete(device);
    const devices = this.#devicesOf.get(name);
    devices?.delete(device);
    if (devices?.size === 0) this.#devicesOf.delete(name);
  }
}

function firstOthers(devices: ReadonlySet<string>, device: string): string[] {
  const others: string[] = [];
  for (const other of devices) {
    if (others.length === OTHERS_MAX) break;
    if (other !== device) others.push(other);
  }
  return others;
}
