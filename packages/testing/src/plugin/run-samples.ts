import type { CallRecord, JsonObject } from '@pegboard/core';
import { check } from '../conformance/check.ts';
import { scriptedProvider } from '../scripted/scripted-provider.ts';
import type { Hosted, PluginBench } from './plugin-subject.ts';

interface Sample {
  readonly name: string;
  readonly input: JsonObject;
}

/** Calls every sample as a model would, and approves what asks for it. Gives the records of the calls. */
export async function runSamples(
  { subject, inTime }: PluginBench,
  { registry, name }: Hosted,
): Promise<readonly CallRecord[]> {
  const samples = samplesOf(subject.samples ?? {}, registry.get(name)?.namespace ?? '');
  if (samples.length === 0) return [];
  const calls = samples.map(({ name: tool, input }) => ({ name: tool, args: input }));
  await using child = registry.child({
    providers: [scriptedProvider([{ calls }, 'done'], { name: 'caller' })],
  });
  const agent = child.agent({ model: 'caller/any', tools: ['*'], toolProtocol: 'native' });
  let result = await inTime('the run', agent.run('Call'));
  const asked = result.pending.filter(({ kind }) => kind === 'approval');
  if (asked.length > 0) {
    const approvals = Object.fromEntries(asked.map(({ callId }) => [callId, true]));
    result = await inTime('the run', agent.resume(result.state, { approvals }));
  }
  return result.calls.all;
}

/** The samples must work; those of tools that are executed elsewhere wait. */
export async function checkSamples(bench: PluginBench, hosted: Hosted, when: string): Promise<void> {
  for (const { name, status, phase, error = '' } of await runSamples(bench, hosted)) {
    const fine = status === 'success' || phase === 'waiting';
    check(fine, `${when}, a sample of "${name}" should work: ${String(status)} ${error}`);
  }
}

function samplesOf(
  samples: Readonly<Record<string, readonly JsonObject[]>>,
  namespace: string,
): readonly Sample[] {
  return Object.entries(samples).flatMap(([name, inputs]) => {
    const spaced = namespace === '' || name.startsWith(`${namespace}_`) ? name : `${namespace}_${name}`;
    return inputs.map((input) => ({ name: spaced, input }));
  });
}
