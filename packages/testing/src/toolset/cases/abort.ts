import { check } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { dispose, type ToolsetBench, toolsetCase, type ToolsetSubject } from '../toolset-case.ts';

const reason = Object.freeze({ stopped: 'by the test' });
const noStuck = { skipped: 'no stuck in the options' };

export const abortCases = [
  toolsetCase('an aborted signal ends open and list at once, or does not matter', async (bench) => {
    const aborted = AbortSignal.abort(reason);
    await endsRightly('open', openAndList(bench, bench.toolset, aborted), bench);
  }),
  toolsetCase(
    'an abort while it opens and lists rejects with the reason, or comes too late',
    async (bench) => {
      const controller = new AbortController();
      const work = openAndList(bench, bench.toolset, controller.signal);
      controller.abort(reason);
      await endsRightly('open and list', work, bench);
    },
  ),
  toolsetCase('an aborted run does not spoil the next', async (bench) => {
    const { listed, toolset, subject } = bench;
    const controller = new AbortController();
    const work = openAndList(bench, toolset, controller.signal);
    controller.abort(reason);
    await settle('the aborted run', work, subject.settleMs);
    await lists('the next run', listed(), subject);
  }),
  toolsetCase('the abort of one run leaves another alone', async (bench) => {
    const { listed, toolset, subject } = bench;
    const controller = new AbortController();
    const aborted = openAndList(bench, toolset, controller.signal);
    const other = listed();
    controller.abort(reason);
    await settle('the aborted run', aborted, subject.settleMs);
    await lists('the other run', other, subject);
  }),
  toolsetCase('an abort after a run takes nothing from the next', async (bench) => {
    const controller = new AbortController();
    const before = await openAndList(bench, bench.toolset, controller.signal);
    controller.abort(reason);
    check(before > 0, 'there should be tools');
    await lists('the next run', bench.listed(), bench.subject);
  }),
  toolsetCase('an abort ends waiting for a source that never answers', async (bench) => {
    const { stuck } = bench.subject;
    if (!stuck) return noStuck;
    const toolset = await stuck();
    try {
      const controller = new AbortController();
      const work = openAndList(bench, toolset, controller.signal);
      setImmediate(() => controller.abort(reason));
      const outcome = await settle('open and list after the abort', work, bench.subject.settleMs);
      check(!outcome.ok, 'a toolset that is stuck should not list');
      check(outcome.error === reason, 'it should reject with the reason of the signal');
    } finally {
      await settle('disposing', dispose(toolset), bench.subject.settleMs);
    }
  }),
  toolsetCase('disposal ends waiting for a source that never answers', async (bench) => {
    const { stuck } = bench.subject;
    if (!stuck) return noStuck;
    const toolset = await stuck();
    if (!toolset[Symbol.asyncDispose]) return { skipped: 'no [Symbol.asyncDispose]()' };
    const controller = new AbortController();
    const work = openAndList(bench, toolset, controller.signal);
    await settle('disposing', dispose(toolset), bench.subject.settleMs).then(({ ok }) =>
      check(ok, 'disposal should not reject'),
    );
    controller.abort(reason);
    await settle('open and list after disposal', work, bench.subject.settleMs);
  }),
];

async function openAndList(
  { newRun }: ToolsetBench,
  toolset: ToolsetBench['toolset'],
  signal: AbortSignal,
): Promise<number> {
  const ctx = newRun(signal);
  await toolset.open?.(ctx);
  return (await toolset.list(ctx)).length;
}

async function lists(
  what: string,
  work: Promise<readonly unknown[]>,
  { settleMs }: ToolsetSubject,
): Promise<void> {
  const outcome = await settle(what, work, settleMs);
  check(outcome.ok && outcome.value.length > 0, `${what} should have tools`);
}

async function endsRightly(what: string, work: Promise<unknown>, { subject }: ToolsetBench): Promise<void> {
  const outcome = await settle(what, work, subject.settleMs);
  check(outcome.ok || outcome.error === reason, `${what} should reject with the reason of the signal`);
}
