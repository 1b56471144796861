import { AppError } from "../../base/index.ts";
import type { Finding } from "../extensions.ts";
import { readText } from "../text-file.ts";
import { elementsOf, revisionOf } from "./element-text.ts";
import {
  type ConfigurationElement,
  type Evaluation,
  evaluate,
  hasErrors,
  isOutdated,
  type LiveActivation,
  type Surroundings,
} from "./evaluate.ts";
import type { FileFindings, ShelfSurroundings } from "./extension-shelf.ts";
import { notInForce, unreadableFile } from "./finding.ts";
import { sameContent } from "./same-content.ts";
import type { SourceFile } from "./source-files.ts";

interface InForce {
  readonly text: string;
  readonly evaluation: Evaluation;
  readonly elements: readonly ConfigurationElement[];
}

interface Shelved {
  /** What was read last, whether it is in force or not; undefined while it cannot be read. */
  text: string | undefined;
  /** Read once and broken: it may be half-written, and is looked at once more before anybody complains. */
  suspect: string | undefined;
  inForce: InForce | undefined;
  /** Of the last change, while it is not in force. */
  broken: readonly Finding[] | undefined;
}

/** The monitoring configurations: what their files hold, or held before they broke. */
export class ConfigurationShelf {
  readonly #around: ShelfSurroundings;
  readonly #shelved = new Map<string, Shelved>();
  #files: readonly SourceFile[] = [];

  constructor(around: ShelfSurroundings) {
    this.#around = around;
  }

  /** In the order of files and places; those with errors too. */
  get elements(): readonly ConfigurationElement[] {
    return this.#files.flatMap(({ path }) => this.#shelved.get(path)?.inForce?.elements ?? []);
  }

  get findings(): readonly FileFindings[] {
    return this.#files.map((file) => {
      const { broken = [], inForce: inForceNow } = this.#shelved.get(file.path) ?? {};
      return { file, findings: [...broken, ...(inForceNow?.evaluation.findings ?? [])] };
    });
  }

  /** The text that is in force, and what is wrong with a later one. */
  textOf(
    path: string,
  ):
    | { readonly text: string; readonly onDisk: string | undefined; readonly broken: readonly Finding[] }
    | undefined {
    const shelved = this.#shelved.get(path);
    if (shelved?.inForce === undefined) return undefined;
    return { text: shelved.inForce.text, onDisk: shelved.text, broken: shelved.broken ?? [] };
  }

  /**
   * @param patient  what is broken may be half-written: it is looked at once more
   * @param secretsChanged  every text is to be evaluated anew
   */
  async take(
    files: readonly SourceFile[],
    around: Surroundings,
    { patient, secretsChanged }: { readonly patient: boolean; readonly secretsChanged: boolean },
  ): Promise<void> {
    this.#files = files;
    for (const file of files) {
      const shelved = this.#shelved.get(file.path);
      if (this.#around.looks.isDue(file)) await this.#read(file, around, patient);
      if (shelved?.inForce === undefined) continue;
      const { evaluation } = shelved.inForce;
      if (secretsChanged || isOutdated(file, evaluation, around.installed))
        this.#renew(file, shelved, around);
    }
    await this.#forgetOthers(new Set(files.map(({ path }) => path)));
  }

  async #read(file: SourceFile, around: Surroundings, patient: boolean): Promise<void> {
    const known = this.#shelved.get(file.path);
    const shelved = known ?? { text: undefined, suspect: undefined, inForce: undefined, broken: undefined };
    const read = await readText(file.path, "the monitoring configuration").catch(appErrorOf);
    const text = typeof read === "string" ? read : undefined;
    if (text !== undefined && text === shelved.text) {
      shelved.suspect = undefined;
      return;
    }
    const evaluation = text === undefined ? undefined : evaluate(file, text, around);
    const isBroken = evaluation === undefined || hasErrors(evaluation);
    const mark = text ?? String(read);
    if (isBroken && patient && shelved.suspect !== mark) {
      shelved.suspect = mark;
      this.#around.looks.lookAgain(file.path);
    } else {
      shelved.suspect = undefined;
      shelved.text = text;
      if (!isBroken) await this.#accept(file, shelved, text!, evaluation);
      else {
        const findings = evaluation?.findings ?? [unreadableFile(file.path, read as AppError)];
        await this.#refuse(file, shelved, { findings, text, evaluation, around });
      }
    }
    this.#shelved.set(file.path, shelved);
  }

  async #accept(file: SourceFile, shelved: Shelved, text: string, evaluation: Evaluation): Promise<void> {
    const before = shelved.inForce;
    shelved.inForce = inForce(text, evaluation, before);
    shelved.broken = undefined;
    this.#keepLastGood(file, text);
    await this.#keepVersions(file, before, shelved.inForce);
  }

  /** What is in force stays; at a start that is what was in force before. With neither, what is good of it is taken. */
  async #refuse(
    file: SourceFile,
    shelved: Shelved,
    {
      findings,
      text,
      evaluation,
      around,
    }: {
      readonly findings: readonly Finding[];
      readonly text: string | undefined;
      readonly evaluation: Evaluation | undefined;
      readonly around: Surroundings;
    },
  ): Promise<void> {
    shelved.inForce ??= file.origin === "folder" ? await this.#lastGood(file, around) : undefined;
    if (shelved.inForce !== undefined) {
      shelved.broken = [notInForce(file.path), ...findings];
    } else if (text !== undefined && evaluation !== undefined) {
      shelved.inForce = inForce(text, evaluation, undefined);
    } else {
      shelved.broken = findings;
    }
  }

  /** Broken files of the service file stop the next start, so nothing of them is kept for it. */
  #keepLastGood({ path, origin }: SourceFile, text: string): void {
    if (origin === "folder") this.#around.lastGood.keep(path, text);
  }

  async #lastGood(file: SourceFile, around: Surroundings): Promise<InForce | undefined> {
    const text = await this.#around.lastGood.read(file.path);
    if (typeof text !== "string") return undefined;
    const evaluation = evaluate(file, text, around);
    return hasErrors(evaluation) ? undefined : inForce(text, evaluation, undefined);
  }

  /** The same text with other extensions or secrets. What has no errors is taken, what has stays as it was. */
  #renew(file: SourceFile, shelved: Shelved, around: Surroundings): void {
    // A text that was refused may be good now: the extension for it came later.
    if (shelved.broken !== undefined && shelved.text !== undefined) {
      const evaluation = evaluate(file, shelved.text, around);
      if (!hasErrors(evaluation)) {
        shelved.inForce = inForce(shelved.text, evaluation, shelved.inForce);
        shelved.broken = undefined;
        this.#keepLastGood(file, shelved.text);
        return;
      }
    }
    const before = shelved.inForce!;
    const evaluation = evaluate(file, before.text, around);
    const renewed = inForce(before.text, evaluation, before);
    if (!hasErrors(evaluation)) this.#keepLastGood(file, before.text);
    const former = new Map(before.elements.map((element) => [element.id, element.activation]));
    shelved.inForce = {
      ...renewed,
      elements: renewed.elements.map((element) =>
        element.activation === undefined ? { ...element, activation: former.get(element.id) } : element,
      ),
    };
  }

  async #forgetOthers(paths: ReadonlySet<string>): Promise<void> {
    for (const [path, { inForce: last }] of this.#shelved) {
      if (paths.has(path)) continue;
      this.#shelved.delete(path);
      this.#around.looks.forget(path);
      this.#around.lastGood.forget(path);
      const file = last?.elements[0]?.file;
      if (file !== undefined) await this.#keepVersions(file, last, undefined);
    }
  }

  async #keepVersions(
    file: SourceFile,
    before: InForce | undefined,
    after: InForce | undefined,
  ): Promise<void> {
    const by = this.#around.writerOf(file.path);
    if (before?.text === after?.text) return;
    const [olds, news] = [contentsOf(before), contentsOf(after)];
    for (const id of new Set([...olds.keys(), ...news.keys()])) {
      const [old, next] = [olds.get(id), news.get(id)];
      if (old?.revision === next?.revision) continue;
      await this.#around.versions.keep("configurations", id, { before: old, after: next?.revision, by });
    }
  }
}

/** Objects of before stand for equal new ones, so that others see what changed. */
function inForce(text: string, evaluation: Evaluation, before: InForce | undefined): InForce {
  const former = new Map((before?.elements ?? []).map((element) => [element.id, element.activation]));
  const elements = evaluation.elements.map((element) => ({
    ...element,
    activation: sameOrNew(element.activation, former.get(element.id)),
  }));
  return { text, evaluation, elements };
}

function sameOrNew(
  activation: LiveActivation | undefined,
  former: LiveActivation | undefined,
): LiveActivation | undefined {
  if (activation === undefined || former === undefined) return activation;
  const isSame = sameContent(activation.configuration, former.configuration);
  if (!isSame) return activation;
  return activation.extension === former.extension
    ? former
    : { extension: activation.extension, configuration: former.configuration };
}

function contentsOf(
  inForceNow: InForce | undefined,
): ReadonlyMap<string, { readonly revision: string; readonly content: unknown }> {
  if (inForceNow === undefined) return new Map();
  const contents = elementsOf(inForceNow.text) ?? [];
  return new Map(
    inForceNow.elements.map(({ id, position }) => {
      const content = contents[position] ?? {};
      return [id, { revision: revisionOf(JSON.stringify(content)), content }];
    }),
  );
}

function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
