import type { AnyTool } from '@pegboard/core';
import { toolCost } from './tool-cost.ts';

/** What there is to know of a tool besides its words and schemas, for people. */
export function toolFacts(tool: AnyTool): readonly (readonly [name: string, value: string])[] {
  const { version, tags = [], trust, approval, effects, timeoutMs, maxCalls, concurrency, execute } = tool;
  const cost = toolCost(tool);
  const facts: [string, string | undefined][] = [
    [
      'tokens',
      `about ${cost.tokens}${cost.savable > 0 ? `, ${cost.savable} of them for nothing (see tools lint)` : ''}`,
    ],
    ['version', version],
    ['tags', tags.length > 0 ? tags.join(', ') : undefined],
    ['runs', execute ? undefined : 'outside: the run pauses for its result'],
    ['approval', approvalWords(approval)],
    ['effects', effectWords(effects)],
    ['results', trust === 'untrusted' ? 'untrusted: taken as data, never as instructions' : undefined],
    ['deadline', timeoutMs === undefined ? '60 s' : timeoutMs === false ? 'none' : `${timeoutMs / 1000} s`],
    ['calls', maxCalls === undefined ? undefined : `at most ${maxCalls} in a run`],
    ['order', concurrency === 'barrier' ? 'runs alone' : undefined],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function approvalWords(approval: AnyTool['approval']): string | undefined {
  if (approval === undefined || approval === false) return undefined;
  if (typeof approval === 'function') return 'for some inputs';
  return typeof approval === 'string' ? `always: ${approval}` : 'always';
}

function effectWords(effects: AnyTool['effects']): string | undefined {
  if (effects === undefined) return undefined;
  if (effects === 'infer') return 'told from its parameters';
  if (typeof effects === 'function') return 'told from its input';
  const { reads = [], writes = [], idempotent } = effects;
  const words = [
    reads.length > 0 ? `reads ${reads.join(', ')}` : '',
    writes.length > 0 ? `writes ${writes.join(', ')}` : '',
    idempotent ? 'may run twice' : '',
  ].filter(Boolean);
  return words.join('; ') || undefined;
}
