import type { Oid, SnmpValue, Varbind } from "../smi/index.ts";
import type { GetAnswer } from "./client.ts";
import type { SnmpError } from "./errors.ts";
import { ERROR_STATUS, type SnmpRequest, type SnmpResponse } from "./exchange.ts";
import type { Reader } from "./reader.ts";

/** After halving twice, silence is no matter of size any more. */
const SILENCES_MAX = 2;

interface Batch {
  readonly oids: readonly Oid[];
  /** How often a larger batch with these OIDs stayed unanswered. */
  readonly silences: number;
}

/** Reads instances in as few GETs as the device can take; see `SnmpClient.get`. */
export async function readInstances(oids: readonly Oid[], reader: Reader): Promise<GetAnswer> {
  const reading = new InstancesReading(reader, oids.length);
  for (let start = 0; start < oids.length; ) {
    const batch = oids.slice(start, start + reader.size.instances);
    await reading.read({ oids: batch, silences: 0 });
    start += batch.length;
  }
  return reading.answer;
}

class InstancesReading {
  readonly answer = { values: new Map<Oid, SnmpValue>(), failures: new Map<Oid, SnmpError>() };
  readonly #reader: Reader;
  readonly #wanted: number;
  /** Set when asking further is pointless: the device is gone or refuses everything. */
  #lost: SnmpError | undefined;

  constructor(reader: Reader, wanted: number) {
    this.#reader = reader;
    this.#wanted = wanted;
  }

  /** Each call below itself has fewer OIDs, so this ends. */
  async read(batch: Batch): Promise<void> {
    if (this.#lost !== undefined) {
      this.#fail(batch.oids, this.#lost);
      return;
    }
    if (batch.oids.length === 0) return;
    const request: SnmpRequest = { kind: "get", oids: batch.oids };
    const outcome = await this.#reader.ask(request);
    switch (outcome.kind) {
      case "response":
        await this.#take(batch, request, outcome);
        return;
      case "refused":
        this.#lose(batch, outcome.error);
        return;
      case "silent":
        await this.#onSilence(batch, outcome.error);
        return;
      case "malformed":
        // One value that cannot be decoded spoils the whole reply: find it.
        await this.#split(batch, outcome.error);
    }
  }

  async #take(batch: Batch, request: SnmpRequest, response: SnmpResponse): Promise<void> {
    const { errorStatus: status, errorIndex, varbinds } = response;
    const { diagnosis, size } = this.#reader;
    if (status === ERROR_STATUS.noError) {
      if (batch.silences > 0) size.getWasTooBig(2 * batch.oids.length);
      this.#keep(request, varbinds);
      return;
    }
    if (status === ERROR_STATUS.tooBig) {
      if (batch.oids.length > 1) size.getWasTooBig(batch.oids.length);
      else size.forgetTooBig(); // one huge value says nothing about the others
      await this.#split(batch, diagnosis.tooBig(batch.oids[0] ?? ""));
      return;
    }
    const culprit = batch.oids[errorIndex - 1] ?? (batch.oids.length === 1 ? batch.oids[0] : undefined);
    if (culprit === undefined) {
      await this.#split(batch, diagnosis.errorStatus("", status)); // it does not say which: find it
      return;
    }
    // v1 has no exceptions (RFC 3584 §4.4): noSuchName is its noSuchObject.
    if (status === ERROR_STATUS.noSuchName) this.answer.values.set(culprit, { type: "noSuchObject" });
    else this.#fail([culprit], diagnosis.errorStatus(culprit, status));
    await this.read({ ...batch, oids: batch.oids.filter((oid) => oid !== culprit) });
  }

  /** A reply in another order still names its OIDs; what it does not name has no answer. */
  #keep(request: SnmpRequest, varbinds: readonly Varbind[]): void {
    const byOid = new Map(varbinds.map(({ oid, value }) => [oid, value]));
    for (const oid of request.oids) {
      const value = byOid.get(oid);
      if (value !== undefined) this.answer.values.set(oid, value);
      else this.#fail([oid], this.#reader.diagnosis.mismatch(request, `has no value for ${oid}`));
    }
  }

  async #onSilence(batch: Batch, error: SnmpError): Promise<void> {
    const loss = this.#wanted === 1 ? error : await this.#reader.explainSilence(error);
    if (loss !== undefined) {
      this.#lose(batch, loss);
    } else if (batch.oids.length > 1 && batch.silences < SILENCES_MAX) {
      await this.#split({ ...batch, silences: batch.silences + 1 }, error);
    } else {
      this.#fail(batch.oids, error);
    }
  }

  async #split(batch: Batch, error: SnmpError): Promise<void> {
    const { oids, silences } = batch;
    if (oids.length === 1) {
      this.#fail(oids, error);
      return;
    }
    const half = Math.ceil(oids.length / 2);
    await this.read({ oids: oids.slice(0, half), silences });
    await this.read({ oids: oids.slice(half), silences });
  }

  #lose(batch: Batch, error: SnmpError): void {
    this.#lost = error;
    this.#fail(batch.oids, error);
  }

  #fail(oids: readonly Oid[], error: SnmpError): void {
    for (const oid of oids) this.answer.failures.set(oid, error);
  }
}
