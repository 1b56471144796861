import { type Clock, systemClock } from "../base/index.ts";
import { catalogueOf, type ObjectCatalogue } from "../smi/index.ts";
import { type FiledModule, linkModules } from "./link.ts";
import { ParserThread } from "./parser-thread.ts";

/** A MIB file: its name is for messages, its modules are known by what the text says. */
export interface MibFile {
  readonly name: string;
  readonly text: string;
}

/** Something wrong with a MIB file, and what to change; the rest of the files is not touched by it. */
export interface MibProblem {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
}

export interface LoadedMibs {
  readonly catalogue: ObjectCatalogue;
  readonly problems: readonly MibProblem[];
}

export interface LoadMibsOptions {
  /** A file that takes longer is given up, and the reader is restarted without it. */
  readonly timeoutMsPerFile: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Files beyond these bounds are left out and reported. The vendor's own set has 86 files; the largest MIBs 2 MB. */
export const MIB_LIMITS = {
  filesMax: 1_000,
  fileCharactersMax: 4 * 1024 * 1024,
} as const;

/**
 * Reads MIB modules (SMIv1 and SMIv2) on a thread of its own and joins them by their imports.
 * Order does not matter, and no file can spoil another: each has its time limit, a definition that cannot be read
 * or placed is left out alone. Modules that are missing are taken from the built-in catalogue where it has them.
 * When two files hold the same module, the first is used.
 * @throws {AppError} `mib.worker` when the thread cannot be started; the signal's reason when aborted
 */
export async function loadMibs(files: readonly MibFile[], options: LoadMibsOptions): Promise<LoadedMibs> {
  const clock = options.clock ?? systemClock;
  const problems: MibProblem[] = [];
  const modules = new Map<string, FiledModule>();
  const thread = new ParserThread(clock);
  try {
    for (const file of withinLimits(files, problems)) {
      const parsed = await thread.parse(file.text, options.timeoutMsPerFile, options.signal);
      if ("failure" in parsed) {
        problems.push({ file: file.name, message: `${parsed.failure}; the file was left out` });
        continue;
      }
      problems.push(...parsed.problems.map((problem) => ({ file: file.name, ...problem })));
      for (const module of parsed.modules) {
        const first = modules.get(module.name);
        if (first === undefined) modules.set(module.name, { file: file.name, module });
        else problems.push(duplicate(file.name, module.name, module.line, first.file));
      }
    }
  } finally {
    await thread.close();
  }
  const linked = linkModules([...modules.values()]);
  return { catalogue: catalogueOf(linked.modules), problems: [...problems, ...linked.problems] };
}

function duplicate(file: string, module: string, line: number, first: string): MibProblem {
  const message = `${module} is already defined in ${first}, which is used: remove one of the two files`;
  return { file, message, line };
}

function withinLimits(files: readonly MibFile[], problems: MibProblem[]): readonly MibFile[] {
  const { filesMax, fileCharactersMax } = MIB_LIMITS;
  return files.filter(({ name, text }, position) => {
    if (position >= filesMax) {
      problems.push({ file: name, message: `is beyond the ${filesMax} files that are read: remove some` });
    } else if (text.length > fileCharactersMax) {
      const size = `${text.length} characters, more than the ${fileCharactersMax} that are read`;
      problems.push({ file: name, message: `has ${size}: split it or leave it out` });
    } else {
      return true;
    }
    return false;
  });
}
