import type { AnyTool, Provider } from '@pegboard/core';
import { compileForDialect, type DialectNote } from '@pegboard/core/provider';
import type { Finding } from './finding.ts';

/** What the providers' APIs refuse or lose of a tool's schema; what several say alike is told once. */
export function lintDialects(tool: AnyTool, providers: readonly Provider[]): readonly Finding[] {
  const found = providers.flatMap((provider) =>
    findingsFor(tool, provider).map((finding) => ({ finding, provider: provider.name })),
  );
  const alike = Map.groupBy(found, ({ finding }) => `${finding.severity} ${finding.place} ${finding.what}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first.finding, providers: group.map(({ provider }) => provider) }] : [];
  });
}

function findingsFor({ name, inputSchema }: AnyTool, { dialect }: Provider): readonly Finding[] {
  if (!dialect) return [];
  const { status, notes } = compileForDialect(inputSchema, dialect);
  if (status === 'accepted') return [];
  if (status === 'impossible') {
    const { place = '#', what = 'the dialect gives no reason' } = notes[0] ?? {};
    const fix = 'Make the schema simpler: this API cannot hold it';
    return [{ severity: 'error', tool: name, place, what, fix }];
  }
  const limits = notes.filter(({ what }) => lostLimit(what) !== undefined);
  const others = notes.filter(({ what }) => lostLimit(what) === undefined);
  return [
    ...others.map(({ place, what }): Finding => ({ severity: 'warning', tool: name, place, what })),
    ...(limits.length > 0 ? [lostLimits(name, limits)] : []),
  ];
}

/** Every call is held to the tool's own schema, so a limit that an API does not take is lost to the model only. */
function lostLimits(tool: string, notes: readonly DialectNote[]): Finding {
  const keywords = [...new Set(notes.map(({ what }) => lostLimit(what) ?? ''))];
  return {
    severity: 'hint',
    tool,
    what: `${keywords.join(', ')}: the model is not told of ${keywords.length === 1 ? 'this limit' : 'these limits'}; calls are held to ${keywords.length === 1 ? 'it' : 'them'} all the same`,
  };
}

const limitNote =
  /^"(min|max|exclusiveMin|exclusiveMax)(Length|imum|Items|Properties)" is left out|^"(format|pattern|multipleOf|uniqueItems)" is left out/;

/** The keyword of a limit on values that a note says is left out; undefined for other losses. */
export function lostLimit(what: string): string | undefined {
  return limitNote.test(what) ? /^"(\w+)"/.exec(what)?.[1] : undefined;
}
