import type { AnyTool } from '@pegboard/core';
import { slips } from '../shell/nearest.ts';
import type { Finding } from './finding.ts';

/** Tools that a model may take for each other, by their names or by what they say of themselves. */
export function lintNames(tools: readonly AnyTool[]): readonly Finding[] {
  return tools.flatMap((tool, at) => tools.slice(at + 1).flatMap((other) => confusions(tool, other)));
}

function confusions(tool: AnyTool, other: AnyTool): readonly Finding[] {
  const findings: Finding[] = [];
  if (alike(tool.name, other.name))
    findings.push({
      severity: 'warning',
      tool: tool.name,
      what: `Its name is nearly that of ${other.name}: a model may call the wrong one`,
      fix: 'Give them names that differ in a whole word',
    });
  if (overlap(wordsOf(tool.description), wordsOf(other.description)) >= 0.8)
    findings.push({
      severity: 'warning',
      tool: tool.name,
      what: `It says nearly the same of itself as ${other.name}: nothing tells a model which to use`,
      fix: 'Say in each when to use it, and when the other',
    });
  return findings;
}

/** The same words in another order or spelling, or one or two letters apart. */
function alike(a: string, b: string): boolean {
  const [first, second] = [partsOf(a), partsOf(b)];
  if (first.toSorted().join() === second.toSorted().join()) return true;
  const [x, y] = [first.join(''), second.join('')];
  const longer = Math.max(x.length, y.length);
  return longer >= 5 && slips(x, y) <= (longer >= 10 ? 2 : 1);
}

function partsOf(name: string): string[] {
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  // `searches` and `search`, `pages` and `page` are the same word.
  return parts.filter(Boolean).map((part) => (part.length > 3 ? part.replace(/(ing|ed|es|s|e)$/, '') : part));
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(partsOf(text.replaceAll(' ', '_')).filter((word) => word.length > 2));
}

/** The share of words that both have, of all that either has. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = new Set([...a, ...b]).size;
  return all < 3 ? 0 : [...a].filter((word) => b.has(word)).length / all;
}
