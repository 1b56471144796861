import { readFileSync, statSync } from "node:fs";
import { AppError, messageOf, Secret } from "../base/index.ts";
import type { SecretProblem, SecretReader, SecretSource } from "../config/index.ts";
import { isEncrypted, type SecretBox } from "../secrets/index.ts";
import type { Environment } from "./secret-keys.ts";

export type ReadSecret = SecretReader["read"];
type Answer = ReturnType<ReadSecret>;

const FILE_BYTES_MAX = 16_384;

/**
 * Reads secrets as they stand in files: clear or encrypted, from the environment or from files, each file once.
 * @param box  the keys; or why there are none, which is told where one is needed
 */
export function secretValues(box: SecretBox | AppError | undefined, env: Environment): ReadSecret {
  const files = new Map<string, Answer>();
  return (source: SecretSource) => {
    if ("text" in source) return ofText(source.text, box);
    if ("env" in source) return ofEnvironment(source.env, env);
    const answer = files.get(source.file) ?? ofFile(source.file);
    files.set(source.file, answer);
    return answer;
  };
}

/** For what comes over the network: who may write configurations may not read files and variables of this host. */
export const clearTextAlone: ReadSecret = (source) =>
  "text" in source && !isEncrypted(source.text)
    ? { secret: new Secret(source.text) }
    : { problem: "is a reference or encrypted, which only files of this host may hold", remedy: IN_CLEAR };
const IN_CLEAR = "Send the secret itself; it is encrypted before it is kept";

function ofText(text: string, box: SecretBox | AppError | undefined): Answer {
  if (!isEncrypted(text)) return { secret: new Secret(text) };
  if (box === undefined) {
    return problem(
      "is encrypted, and there is no key",
      "Name the key file in snmpgate.yaml (secrets: { key: { file: path } }) or set SNMPGATE_KEY",
    );
  }
  if (box instanceof AppError) return unreadable(box);
  try {
    return { secret: box.decrypt(text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return unreadable(error);
  }
}

function unreadable({ message, remedy }: AppError): SecretProblem {
  const cause = message.replace(/\.$/, "");
  return problem(`cannot be decrypted: ${cause}`, remedy ?? "Write it anew");
}

function ofEnvironment(name: string, env: Environment): Answer {
  const text = env[name];
  if (text !== undefined && text !== "") return { secret: new Secret(text) };
  return problem(
    `stands in the environment variable ${name}, which is not set`,
    `Export ${name} for the service`,
  );
}

/** Read in one go, for the readers of configurations are pure and wait for nothing. */
function ofFile(path: string): Answer {
  try {
    const info = statSync(path);
    if (!info.isFile() || info.size > FILE_BYTES_MAX) throw new Error("it is no file with one secret");
    const text = readFileSync(path, "utf8").replace(/(\r?\n)+$/, "");
    if (text !== "") return { secret: new Secret(text) };
    return problem(`stands in ${path}, which is empty`, "Put the secret into it");
  } catch (error) {
    const remedy = "Create it, readable by the service's user alone (mode 600)";
    return problem(`stands in ${path}, which cannot be read: ${messageOf(error)}`, remedy);
  }
}

const problem = (text: string, remedy: string): SecretProblem => ({ problem: text, remedy });
