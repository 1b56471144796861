// The rows of a recording in the making, and the kinds of values that they hold.

export const TAG = {
  integer: 2,
  octets: 4,
  oid: 6,
  address: 64,
  counter: 65,
  gauge: 66,
  ticks: 67,
  opaque: 68,
  counter64: 70,
};
export const UPTIME_TICKS = 412_345_678; // 47 days

/** OID → tag and value. A device's functions fill it; `text()` is the file. */
export class Recording {
  #rows = new Map();

  put(oid, tag, value) {
    if (this.#rows.has(oid)) throw new Error(`${oid} twice`);
    this.#rows.set(oid, tag === TAG.octets ? octets(value) : `${tag}|${value}`);
  }

  /** One column, one value per index: an object of index → value; `undefined` leaves a hole. */
  column(oid, tag, cells) {
    for (const [index, value] of Object.entries(cells)) {
      if (value !== undefined) this.put(`${oid}.${index}`, tag, value);
    }
  }

  /** A row of a table: columns as `[number, tag, value]`. */
  row(entry, index, columns) {
    for (const [column, tag, value] of columns) {
      if (value !== undefined) this.put(`${entry}.${column}.${index}`, tag, value);
    }
  }

  /** Sorted arc by arc, as an agent is walked. */
  text() {
    const keyed = [...this.#rows].map(([oid, value]) => ({ oid, value, arcs: oid.split(".").map(Number) }));
    keyed.sort((a, b) => compare(a.arcs, b.arcs));
    return keyed.map(({ oid, value }) => `${oid}|${value}\n`).join("");
  }
}

function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Plain where a reader that strips white space gives the same octets back; hexadecimal otherwise. */
function octets(value) {
  const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : Buffer.from(value);
  const plain =
    bytes.every((byte) => byte >= 0x20 && byte < 0x7f) && bytes[0] !== 0x20 && bytes.at(-1) !== 0x20;
  return plain ? `4|${bytes.toString("latin1")}` : `4x|${bytes.toString("hex")}`;
}

/** The octets of a MAC address: `mac(1, 7)` is port 7 of device 1, locally administered. */
export const mac = (device, port) => [0x02, 0x00, 0x5e, device, port >> 8, port & 0xff];
/** 1 … n */
export const range = (n) => Array.from({ length: n }, (_, i) => i + 1);
export const ipv4 = (text) => text.split(".").map(Number);
/** An InetAddress or LLDP text as index arcs: its length, then its octets. */
export const lengthPrefixed = (bytes) => [bytes.length, ...bytes].join(".");

/** FNV-1a: the same "random" number for the same words, so that the files never change by themselves. */
export function chance(...words) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(words.join("/"))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
