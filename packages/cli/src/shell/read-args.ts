import { type ArgsDef, type CommandContext, parseArgs } from 'citty';
import { usageError } from './command-error.ts';
import { didYouMean } from './nearest.ts';

/** Reads arguments by their definitions; what is unknown, missing, superfluous or out of range is a usage error. */
export function readArgs(raw: readonly string[], defs: ArgsDef): CommandContext['args'] {
  const options = Object.entries(defs).filter(([, { type }]) => type !== 'positional');
  checkOptions(raw, options);
  const args = parseArgs([...raw], Object.fromEntries(Object.entries(defs).map(lenient)));
  checkWords(args, defs);
  checkChoices(args, options);
  return args;
}

/** The parser's own errors are no errors of ours, so it is left to read only. */
function lenient([name, def]: [string, ArgsDef[string]]): [string, ArgsDef[string]] {
  if (def.type === 'positional') return [name, { ...def, required: false }];
  return [name, def.type === 'enum' ? { type: 'string' } : def];
}

function checkWords(args: CommandContext['args'], defs: ArgsDef): void {
  const words = Object.entries(defs).filter(([, { type }]) => type === 'positional');
  const missing = words.find(([name, { required }]) => required !== false && args[name] === undefined);
  if (missing) throw usageError(`<${missing[0]}> is missing`, missing[1].description, 'See --help');
  if (words.at(-1)?.[1].valueHint === '...' || args._.length <= words.length) return;
  throw usageError(
    'There is a word too many',
    `"${args._[words.length]}"`,
    'Put a text of several words in quotes',
  );
}

type OptionDef = [string, ArgsDef[string]];

/** The parser takes any option; here they must be known, and those with values must have them. */
function checkOptions(raw: readonly string[], options: readonly OptionDef[]): void {
  const known = new Map<string, OptionDef>();
  for (const option of options) {
    known.set(`--${kebab(option[0])}`, option);
    if (option[1].type === 'boolean') known.set(`--no-${kebab(option[0])}`, option);
    for (const alias of aliasesOf(option[1]))
      known.set(alias.length === 1 ? `-${alias}` : `--${alias}`, option);
  }
  for (let at = 0; at < raw.length; at++) {
    const word = raw[at] ?? '';
    if (word === '--') return;
    if (!word.startsWith('-') || word === '-') continue;
    const [name = '', value] = word.split('=', 2);
    const option = known.get(name);
    if (!option)
      throw usageError(
        `There is no option ${name}`,
        undefined,
        didYouMean(
          name,
          [...known.keys()].filter((one) => one.startsWith('--')),
        ) || 'See --help',
      );
    if (option[1].type === 'boolean' || value !== undefined) continue;
    const next = raw[++at];
    if (next === undefined || (next.startsWith('--') && known.has(next)))
      throw usageError(
        `${name} needs a value`,
        undefined,
        `Write ${name} <${option[1].valueHint ?? 'value'}>`,
      );
  }
}

function checkChoices(args: CommandContext['args'], options: readonly OptionDef[]): void {
  for (const [name, def] of options) {
    const choices = 'options' in def ? def.options : undefined;
    const value: unknown = args[name];
    if (choices === undefined || typeof value !== 'string' || choices.includes(value)) continue;
    throw usageError(
      `--${kebab(name)} takes ${choices.join(', ')}`,
      `got "${value}"`,
      didYouMean(value, choices) || undefined,
    );
  }
}

function aliasesOf(def: ArgsDef[string]): readonly string[] {
  const alias = 'alias' in def ? (def.alias ?? []) : [];
  return typeof alias === 'string' ? [alias] : alias;
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
