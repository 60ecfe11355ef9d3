import type { AnyTool, Provider } from '@pegboard/core';
import { compileForDialect } from '@pegboard/core/provider';
import type { Finding } from './finding.ts';

/** What the providers' APIs refuse or lose of a tool's schema; what several say alike is told once. */
export function lintDialects(tool: AnyTool, providers: readonly Provider[]): readonly Finding[] {
  const byText = new Map<string, { finding: Finding; providers: string[] }>();
  for (const provider of providers) {
    for (const finding of findingsFor(tool, provider)) {
      const key = `${finding.severity} ${finding.place} ${finding.what}`;
      const known = byText.get(key);
      if (known) known.providers.push(provider.name);
      else byText.set(key, { finding, providers: [provider.name] });
    }
  }
  return [...byText.values()].map(({ finding, providers: names }) => ({ ...finding, providers: names }));
}

function findingsFor({ name, inputSchema }: AnyTool, { dialect }: Provider): readonly Finding[] {
  if (!dialect) return [];
  const { status, notes } = compileForDialect(inputSchema, dialect);
  if (status === 'accepted') return [];
  const about = (severity: Finding['severity'], index: number): Finding => {
    const { place = '#', what = 'the dialect gives no reason' } = notes[index] ?? {};
    return { severity, tool: name, place, what };
  };
  if (status === 'impossible')
    return [{ ...about('error', 0), fix: 'Make the schema simpler: this API cannot hold it' }];
  return notes.map((_, index) => about('warning', index));
}
