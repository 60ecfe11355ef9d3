import { generate, isPegboardError, type Provider, type Target } from '@pegboard/core';
import { type KnownProject, withProject } from '../project/open-project.ts';
import { usageError } from '../shell/command-error.ts';
import { defineCommand } from '../shell/command.ts';
import { exitCodes } from '../shell/exit-codes.ts';
import { hideSecrets } from '../shell/hide-secrets.ts';
import { didYouMean } from '../shell/nearest.ts';
import type { Shell } from '../shell/shell.ts';
import { untilInterrupted } from '../shell/until-interrupted.ts';
import { createStatusLine } from '../terminal/status-line.ts';

type Outcome = 'passed' | 'skipped' | 'failed';

export const smoke = defineCommand({
  args: {
    provider: {
      type: 'positional',
      required: false,
      valueHint: '...',
      description: 'Names; without them all that are enabled',
    },
    timeout: { type: 'string', valueHint: 'seconds', description: 'For one answer; default 30' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  details:
    'Asks one short question of a model that is configured, else of the first that the provider knows. This uses the network, and costs next to nothing. Providers without a key are skipped. Ends with 1 when one fails.',
  run: (args, shell) =>
    withProject(shell, (project) =>
      untilInterrupted(async (signal) => {
        const timeoutMs = secondsOf(args.timeout) * 1000;
        const results: Result[] = [];
        for (const target of targetsOf(project, args._)) {
          const result = await tryTarget(target, { signal, timeoutMs, shell });
          if (!args.json) tell(result, shell);
          results.push(result);
        }
        const count = (outcome: Outcome): number => results.filter((one) => one.outcome === outcome).length;
        if (args.json) shell.out.write(`${JSON.stringify(results, null, 2)}\n`);
        else
          shell.out.say(
            `${count('passed')} answered, ${count('failed')} failed, ${count('skipped')} skipped`,
          );
        return count('failed') > 0 ? exitCodes.failed : exitCodes.done;
      }),
    ),
});

interface Question {
  readonly provider: Provider;
  /** Absent: nothing says which. */
  readonly model: string | undefined;
}

/** Each enabled provider, with a model that an agent uses, else one that it knows. */
function targetsOf({ registry, pegboard }: KnownProject, names: readonly string[]): readonly Question[] {
  const known = registry.providers.map(({ name }) => name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw usageError(
      `There is no provider "${stranger}"`,
      `Enabled are ${known.join(', ') || 'none'}`,
      didYouMean(stranger, known) || 'Add it under plugins',
    );
  const used = Object.values(pegboard.settings).flatMap(({ model = '', fallback = [] }) => [
    model,
    ...fallback,
  ]);
  return registry.providers
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((provider) => {
      const own = used.find((id) => id.startsWith(`${provider.name}/`));
      const model = own?.slice(provider.name.length + 1) ?? currentModel(provider);
      return { provider, model };
    });
}

function currentModel(provider: Provider): string | undefined {
  return provider.knownModels?.().find(({ endsOn }) => endsOn === undefined)?.id;
}

interface Result {
  readonly target: string;
  readonly outcome: Outcome;
  readonly why?: string;
  readonly ms?: number;
}

async function tryTarget(
  { provider, model }: Question,
  {
    signal,
    timeoutMs,
    shell,
  }: { readonly signal: AbortSignal; readonly timeoutMs: number; readonly shell: Shell },
): Promise<Result> {
  if (model === undefined)
    return {
      target: provider.name,
      outcome: 'skipped',
      why: 'no agent names a model of it, and it knows none',
    };
  const target = `${provider.name}/${model}`;
  const status = createStatusLine(shell.err);
  status.show(target);
  const started = performance.now();
  try {
    const ms = await askOnce({ provider, model }, signal, timeoutMs).then(() => performance.now() - started);
    return { target, outcome: 'passed', ms: Math.round(ms) };
  } catch (error) {
    if (signal.aborted) throw error;
    const why = hideSecrets(error instanceof Error ? error.message : String(error), shell.env);
    return { target, outcome: isPegboardError(error) && lacksKey(error) ? 'skipped' : 'failed', why };
  } finally {
    status.clear();
  }
}

/** The cause of a failed run tells. */
function lacksKey(error: Error): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (isPegboardError(at) && at.code === 'missing-key') return true;
  return false;
}

async function askOnce(target: Target, signal: AbortSignal, timeoutMs: number): Promise<void> {
  await generate({
    ...target,
    messages: 'Answer with the one word: ready',
    modelRetries: false,
    timeouts: { requestMs: timeoutMs, firstTokenMs: timeoutMs, tokenMs: timeoutMs },
    signal,
  });
}

function secondsOf(text: string | undefined): number {
  const seconds = Number(text ?? 30);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw usageError('--timeout takes seconds', `got "${text}"`);
}

function tell({ target, outcome, why, ms }: Result, { out }: Shell): void {
  const sign = {
    passed: out.style('green', out.signs.good),
    skipped: out.style('dim', out.signs.dot),
    failed: out.style('red', out.signs.bad),
  }[outcome];
  out.say(`${sign} ${target} ${out.style('dim', outcome === 'passed' ? `${ms} ms` : outcome)}`);
  if (why !== undefined) out.say(out.style('dim', why), '    ');
}
