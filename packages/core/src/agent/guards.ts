import type { Guard, GuardPlace, GuardSubject, RunInfo } from '../contracts/hooks.ts';
import type { ToolContentPart, UserPart } from '../contracts/message.ts';
import { type ActiveRun, callForeign, foreignError } from './active-run.ts';
import { runInfo } from './hook-calls.ts';
import { RunStop } from './limits.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What a guard judges, without what every guard is told of the run. */
export type Subject = DistributiveOmit<GuardSubject, keyof RunInfo | 'turn'>;

/** What the guards of one place came to. */
export type Judgement = { readonly rewrite: unknown } | { readonly block: string } | undefined;

export interface NamedGuard extends Guard {
  readonly name: string;
}

/** The guards that look at a place, in the order of the hooks. */
export function guardsAt({ config }: ActiveRun, place: GuardPlace): readonly NamedGuard[] {
  return config.hooks.flatMap(({ guard, name = 'guard' }): NamedGuard[] => {
    if (!guard) return [];
    const declared = typeof guard === 'function' ? { check: guard } : guard;
    return (declared.at ?? [place]).includes(place) ? [{ ...declared, name }] : [];
  });
}

/**
 * Asks the guards one after the other; each sees what the one before has made of the value, as `changed` gives it.
 * Rejects when a guard throws, hangs, or says something that is no verdict.
 */
export async function judge(
  run: ActiveRun,
  guards: readonly NamedGuard[],
  first: Subject,
  changed: (rewrite: unknown) => Subject | Promise<Subject>,
): Promise<Judgement> {
  const info = { ...runInfo(run), turn: run.state.turn };
  let subject = first;
  let judgement: Judgement;
  for (const { name, check } of guards) {
    const what = `Guard "${name}"`;
    const verdict: unknown = await callForeign(run, 'hook', what, () => check({ ...info, ...subject }));
    if (verdict === undefined || verdict === null || verdict === false) continue;
    const { block, rewrite }: { readonly block?: unknown; readonly rewrite?: unknown } = verdict;
    if (typeof block === 'string') return { block };
    if (rewrite === undefined)
      throw foreignError('hook', what, 'it gave neither { rewrite } nor { block: "reason" }');
    try {
      subject = await changed(rewrite);
    } catch (error) {
      throw foreignError('hook', what, error);
    }
    judgement = { rewrite };
  }
  return judgement;
}

/** Ends the run for what a guard has kept out. */
export function guardStop(what: string, reason: string, usage?: RunStop['stop']['usage']): RunStop {
  const stopDetail = `A guard blocked ${what}: ${reason || 'no reason given'}`;
  return new RunStop({ stopReason: 'guard', stopDetail, ...(usage && { usage }) }, stopDetail);
}

/** The text of parts in one; of JSON its text, of media nothing. */
export function textOfParts(parts: readonly (UserPart | ToolContentPart)[]): string {
  return parts
    .map((part) =>
      part.type === 'text' ? part.text : part.type === 'json' ? JSON.stringify(part.value) : '',
    )
    .filter(Boolean)
    .join('\n');
}
