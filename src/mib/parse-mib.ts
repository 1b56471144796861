import type {
  ParsedFile,
  ParsedModule,
  ParsedNode,
  ParsedSyntax,
  ParsedType,
  ParseProblem,
} from "./parsed-module.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Where a definition is missing its `::=`, the next one is known by what follows its name. */
const MACROS = new Set([
  "OBJECT-TYPE",
  "OBJECT-IDENTITY",
  "MODULE-IDENTITY",
  "NOTIFICATION-TYPE",
  "TRAP-TYPE",
  "OBJECT-GROUP",
  "NOTIFICATION-GROUP",
  "MODULE-COMPLIANCE",
  "AGENT-CAPABILITIES",
]);

/** Arcs with a name that needs no definition (ITU-T X.660 and RFC 1155 §3.1). */
const WELL_KNOWN_ARCS: ReadonlyMap<string, number> = new Map([
  ["ccitt", 0],
  ["itu-t", 0],
  ["iso", 1],
  ["joint-iso-ccitt", 2],
  ["joint-iso-itu-t", 2],
]);
const ARC_MAX = 4_294_967_295;
/** Problems reported of one file; a file that is no MIB at all has thousands. */
const PROBLEMS_MAX = 20;

/**
 * Reads the modules of a MIB file, SMIv1 (RFC 1155, 1212, 1215) or SMIv2 (RFC 2578 to 2580), in linear time.
 * Takes what names and values need: OIDs, types and enumerations. A broken definition costs itself alone:
 * reading goes on at the next one, and the problem names its line.
 *
 * Why not the parser of net-snmp, which is a dependency anyway: it loads none of the 13 MIBs of Debian's
 * libsnmp-base in the order of their names (one unresolved import makes every later load throw), breaks on an OID
 * over two lines, and needs twenty seconds for some modules. This one agrees with `snmptranslate` on all 1,020
 * names of those and of the base modules, in a tenth of a second.
 */
export function parseMib(text: string): ParsedFile {
  const { tokens, unterminatedLine } = tokenize(text);
  const reader = new ModuleReader(tokens);
  const modules = reader.modules();
  const problems = [...reader.problems];
  if (unterminatedLine !== undefined) {
    const message = "a quoted text that starts here has no end; what follows it was not read";
    problems.push({ message, line: unterminatedLine });
  }
  if (modules.length === 0 && problems.length === 0) {
    problems.push({ message: "holds no MIB module: `… DEFINITIONS ::= BEGIN` is missing" });
  }
  return { modules, problems: capped(problems) };
}

function capped(problems: readonly ParseProblem[]): readonly ParseProblem[] {
  if (problems.length <= PROBLEMS_MAX) return problems;
  const more = `and ${problems.length - PROBLEMS_MAX} more problems`;
  return [...problems.slice(0, PROBLEMS_MAX), { message: more }];
}

class ModuleReader {
  readonly problems: ParseProblem[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  modules(): ParsedModule[] {
    const found: ParsedModule[] = [];
    while (this.#skipToModule()) found.push(this.#module());
    return found;
  }

  /** Stops at the name of the next module: `NAME [{ oid }] DEFINITIONS [tags] ::= BEGIN`. */
  #skipToModule(): boolean {
    for (let i = this.#at; i < this.#tokens.length; i++) {
      if (this.#word(i) !== "DEFINITIONS") continue;
      let name = i - 1;
      if (this.#word(name) === "}") while (name > this.#at && this.#word(name + 1) !== "{") name--;
      if (name < this.#at) continue;
      this.#at = name;
      return true;
    }
    return false;
  }

  #module(): ParsedModule {
    const name = this.#word(this.#at);
    const line = this.#line(this.#at);
    while (this.#more() && this.#word(this.#at) !== "BEGIN") this.#at++;
    this.#at++;
    const imports = new Map<string, string>();
    const nodes: ParsedNode[] = [];
    const types: ParsedType[] = [];
    while (this.#more() && this.#word(this.#at) !== "END") {
      if (this.#word(this.#at) === "IMPORTS") this.#imports(imports);
      else if (this.#word(this.#at) === "EXPORTS") this.#skipPast(";");
      else this.#definition(nodes, types);
    }
    if (!this.#more()) this.problems.push({ message: `${name} has no END`, line });
    this.#at++;
    return { name, line, imports, nodes, types };
  }

  /** `IMPORTS a, b FROM ONE c FROM TWO;` */
  #imports(imports: Map<string, string>): void {
    let symbols: string[] = [];
    this.#at++;
    while (this.#more() && this.#word(this.#at) !== ";") {
      if (symbols.length === 0 && this.#startsDefinition()) return; // the semicolon was forgotten
      if (this.#word(this.#at) === "FROM") {
        const from = this.#word(this.#at + 1);
        for (const symbol of symbols) imports.set(symbol, from);
        symbols = [];
        this.#at++;
      } else if (this.#word(this.#at) !== ",") {
        symbols.push(this.#word(this.#at));
      }
      this.#at++;
    }
    this.#at++;
  }

  #definition(nodes: ParsedNode[], types: ParsedType[]): void {
    const name = this.#word(this.#at);
    const next = this.#word(this.#at + 1);
    if (next === "MACRO") return this.#skipPast("END");
    if (next === "::=") return this.#type(name, types);
    const isNode = next === "OBJECT" && this.#word(this.#at + 2) === "IDENTIFIER";
    if (/^[A-Za-z]/.test(name) && (isNode || MACROS.has(next))) return this.#node(name, nodes);
    this.#at++; // nothing that starts a definition: the rest of a broken one
  }

  /** `Name ::= TEXTUAL-CONVENTION … SYNTAX type`, or `Name ::= type`. */
  #type(name: string, types: ParsedType[]): void {
    this.#at += 2;
    if (this.#word(this.#at) === "TEXTUAL-CONVENTION") {
      while (this.#more() && this.#word(this.#at) !== "SYNTAX" && !this.#startsDefinition()) this.#at++;
      if (this.#word(this.#at) !== "SYNTAX") return;
      this.#at++;
    }
    const syntax = this.#syntax();
    if (syntax !== undefined) types.push({ name, syntax });
  }

  /** `name OBJECT IDENTIFIER ::= { … }`, `name MACRO clauses ::= { … }`, `name TRAP-TYPE clauses ::= 6`. */
  #node(name: string, nodes: ParsedNode[]): void {
    const start = this.#at;
    const macro = this.#word(start + 1);
    let syntax: ParsedSyntax | undefined;
    let enterprise: string | undefined;
    this.#at += 2;
    while (this.#more() && this.#word(this.#at) !== "::=") {
      if (this.#startsDefinition() || this.#word(this.#at) === "END") {
        return this.#problem(`the definition of ${name} has no OID: \`::= { … }\` is missing`, start);
      }
      const clause = this.#word(this.#at);
      this.#at++;
      if (clause === "SYNTAX" && macro === "OBJECT-TYPE" && syntax === undefined) syntax = this.#syntax();
      else if (clause === "ENTERPRISE") enterprise = this.#enterprise();
      else if (clause === "{") this.#skipPast("}");
    }
    this.#at++;
    if (macro === "TRAP-TYPE") return this.#trap(name, enterprise, start, nodes);
    if (this.#word(this.#at) !== "{") return; // a constant, not an OID
    const value = this.#oidValue();
    if (value === undefined) return this.#problem(`the OID of ${name} cannot be read`, start);
    nodes.push({ name, line: this.#line(start), ...value, ...(syntax === undefined ? {} : { syntax }) });
  }

  /** A trap of SMIv1 is known by its enterprise and number: enterprise.0.number (RFC 2576 §3.1). */
  #trap(name: string, enterprise: string | undefined, start: number, nodes: ParsedNode[]): void {
    const number = Number(this.#word(this.#at));
    this.#at++;
    if (enterprise === undefined || !Number.isInteger(number)) {
      return this.#problem(`the trap ${name} has no enterprise or no number`, start);
    }
    const generic = enterprise === "snmp"; // coldStart and its like stand below snmpTraps, counted from 1
    const parent = generic ? "snmpTraps" : enterprise;
    nodes.push({ name, line: this.#line(start), parent, arcs: generic ? [number + 1] : [0, number] });
  }

  #enterprise(): string | undefined {
    const inBraces = this.#word(this.#at) === "{";
    return /^[A-Za-z]/.test(this.#word(this.#at + (inBraces ? 1 : 0)))
      ? this.#word(this.#at + (inBraces ? 1 : 0))
      : undefined;
  }

  /** `{ parent 3 }`, `{ iso org(3) dod(6) 1 }`, over as many lines as it likes. */
  #oidValue(): { parent: string | undefined; arcs: number[] } | undefined {
    const arcs: number[] = [];
    let parent: string | undefined;
    this.#at++;
    while (this.#more() && this.#word(this.#at) !== "}") {
      const word = this.#word(this.#at);
      const number = this.#word(this.#at + 1) === "(" ? Number(this.#word(this.#at + 2)) : Number(word);
      const arc = Number.isNaN(number) ? WELL_KNOWN_ARCS.get(word) : number;
      if (arc !== undefined && Number.isInteger(arc) && arc >= 0 && arc <= ARC_MAX) arcs.push(arc);
      else if (arcs.length === 0 && parent === undefined && /^[A-Za-z]/.test(word)) parent = word;
      else return undefined;
      this.#at += this.#word(this.#at + 1) === "(" ? 4 : 1;
    }
    this.#at++;
    return arcs.length === 0 && parent === undefined ? undefined : { parent, arcs };
  }

  /** A type and its named numbers; undefined for rows and tables, which have no value. */
  #syntax(): ParsedSyntax | undefined {
    if (this.#word(this.#at) === "[") this.#skipPast("]"); // [APPLICATION 1]
    while (this.#word(this.#at) === "IMPLICIT" || this.#word(this.#at) === "EXPLICIT") this.#at++;
    let type = this.#word(this.#at);
    if (type === "SEQUENCE" || type === "CHOICE") return this.#rowOrTable();
    this.#at++;
    if ((type === "OCTET" || type === "OBJECT" || type === "BIT") && /^[A-Z]/.test(this.#word(this.#at))) {
      type += ` ${this.#word(this.#at)}`;
      this.#at++;
    }
    const names = this.#word(this.#at) === "{" ? this.#namedNumbers() : [];
    if (this.#word(this.#at) === "(") this.#skipConstraint();
    return names.length === 0 ? { type } : { type, names };
  }

  /** `(SIZE (0..255))`, `(1..7 | 9)` */
  #skipConstraint(): void {
    let open = 0;
    do {
      if (this.#word(this.#at) === "(") open++;
      if (this.#word(this.#at) === ")") open--;
      this.#at++;
    } while (this.#more() && open > 0);
  }

  #rowOrTable(): undefined {
    if (this.#word(this.#at + 1) === "{") this.#skipPast("}");
    else this.#at += 3; // SEQUENCE OF IfEntry
    return undefined;
  }

  /** `{ up(1), down(2) }` */
  #namedNumbers(): [number, string][] {
    const names: [number, string][] = [];
    this.#at++;
    while (this.#more() && this.#word(this.#at) !== "}") {
      const number = Number(this.#word(this.#at + 2));
      if (this.#word(this.#at + 1) === "(" && Number.isInteger(number)) {
        names.push([number, this.#word(this.#at)]);
        this.#at += 4;
      } else {
        this.#at++;
      }
    }
    this.#at++;
    return names;
  }

  /** Whether a definition starts here, seen from inside one that has not ended. */
  #startsDefinition(): boolean {
    const next = this.#word(this.#at + 1);
    if (MACROS.has(next)) return /^[a-z]/.test(this.#word(this.#at));
    if (next === "OBJECT") return this.#word(this.#at + 3) === "::=";
    return next === "::=" && /^[A-Z]/.test(this.#word(this.#at)) && this.#word(this.#at + 2) !== "{";
  }

  #skipPast(mark: string): void {
    while (this.#more() && this.#word(this.#at) !== mark) this.#at++;
    this.#at++;
  }

  #problem(message: string, at: number): void {
    this.problems.push({ message, line: this.#line(at) });
  }

  #more(): boolean {
    return this.#at < this.#tokens.length;
  }

  #word(at: number): string {
    return this.#tokens[at]?.text ?? "";
  }

  #line(at: number): number {
    return this.#tokens[at]?.line ?? 1;
  }
}
