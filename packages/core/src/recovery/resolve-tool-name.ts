import type { Repair } from '../contracts/repair.ts';
import { nearest } from '../lib/nearest.ts';
import { looseName } from '../schema/coerce-name.ts';

export type ResolvedName =
  | { readonly ok: true; readonly name: string; readonly repair?: Repair }
  | {
      readonly ok: false;
      /** For the model: the name is unknown, what can be called, the nearest first. */
      readonly message: string;
      readonly nearest?: string;
    };

const mostListed = 20;

/** The tool that a name means: itself, or the only one that is equal but for case, separators and what models put around names. */
export function resolveToolName(name: string, names: Iterable<string>): ResolvedName {
  const known = [...names];
  if (known.includes(name)) return { ok: true, name };
  const wanted = variants(name).map(looseName);
  const matches = known.filter((one) => wanted.includes(looseName(one)));
  const [match] = matches;
  if (matches.length === 1 && match !== undefined) {
    const detail = `${JSON.stringify(shorten(name))} to "${match}"`;
    return { ok: true, name: match, repair: { kind: 'name', path: '', detail } };
  }
  const near = nearest(bare(name), known);
  return { ok: false, message: unknownTool(name, known, near), ...(near !== undefined && { nearest: near }) };
}

/** The name as it is, without its name space, and with the separators of an MCP name: `mcp__github__search` → `github__search`. */
function variants(name: string): string[] {
  const plain = bare(name);
  return [name, plain, plain.replace(/^mcp__/i, '')];
}

function bare(name: string): string {
  return name
    .slice(0, 300)
    .replace(/<\|.*$/s, '')
    .trim()
    .replace(/^["'`]+|["'`]+$/g, '')
    .replace(/^(?:functions?|tools?|default_api|to)[.:/](?=.)/i, '')
    .replace(/(?:\(\)|:\d+)$/, '');
}

function unknownTool(name: string, known: readonly string[], near: string | undefined): string {
  const what = `There is no tool named ${JSON.stringify(shorten(name))}.`;
  if (known.length === 0) return `${what} No tool can be called now.`;
  const others = known.filter((one) => one !== near);
  const listed = [...(near === undefined ? [] : [near]), ...others].slice(0, mostListed);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `${what}${hint} Callable: ${listed.join(', ')}${known.length > mostListed ? ' …' : ''}.`;
}

function shorten(name: string): string {
  return name.slice(0, 80).toWellFormed();
}
