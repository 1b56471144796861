import type { Configuration, ConfigurationSummary } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { configurationUrl } from "../api/paths.ts";
import { now } from "../app/now.ts";
import { activationText } from "./activation-text.ts";

const AT_ONCE = 6;

/** Whole configurations, in the order asked for. @throws {ApiFailure} */
export async function wholeConfigurations(
  summaries: readonly Pick<ConfigurationSummary, "extension" | "objectId">[],
): Promise<readonly Configuration[]> {
  const all: Configuration[] = [];
  for (let from = 0; from < summaries.length; from += AT_ONCE) {
    const part = summaries.slice(from, from + AT_ONCE);
    all.push(
      ...(await Promise.all(
        part.map(({ extension, objectId }) => get<Configuration>(configurationUrl(extension, objectId))),
      )),
    );
  }
  return all;
}

/** Saves them as one file of activation JSON; secrets are `***` in it. @throws {ApiFailure} */
export async function exportConfigurations(summaries: readonly ConfigurationSummary[]): Promise<void> {
  const whole = await wholeConfigurations(summaries);
  const elements = whole.map(({ scope, value }, i) => ({ extension: summaries[i]!.extension, scope, value }));
  const day = new Date(now()).toISOString().slice(0, 10);
  saveText(activationText(elements), `snmpgate-configurations-${day}.json`);
}

function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
