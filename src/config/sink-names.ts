import { echo, shown } from "./field.ts";
import { readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import { DUPLICATE } from "./service-codes.ts";

/** A name is also that of the queue's folder. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Names as written; a sink without one is called by its type, `dynatrace-2` when that is taken. */
export function sinkNames(report: Report, sections: readonly Section[]): ReadonlyMap<Section, string> {
  const names = new Map<Section, string>();
  const taken = new Set<string>();
  const take = (section: Section, name: string): void => {
    names.set(section, name);
    taken.add(name);
  };
  const named = sections.filter((section) => section.optional("name") !== undefined);
  for (const section of named) {
    const field = section.optional("name")!;
    const name = readText(report, field);
    if (name === undefined) continue;
    if (!NAME.test(name)) {
      const message = `name ${shown(name)} must be 1 to 64 letters, digits, dots, hyphens or underscores`;
      report.error(report.codes.value, field, message, echo(field));
    } else if (taken.has(name)) {
      report.error(
        DUPLICATE,
        field,
        `another sink is called ${name} already. Choose another name`,
        echo(field),
      );
    } else {
      take(section, name);
    }
  }
  for (const section of sections.filter((candidate) => !named.includes(candidate))) {
    const type = section.peekText("type") ?? "sink";
    let name = type;
    for (let n = 2; taken.has(name); n++) name = `${type}-${n}`;
    take(section, name);
  }
  return names;
}
