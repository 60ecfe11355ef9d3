import { check } from '../../conformance/check.ts';
import { settle } from '../../conformance/settle.ts';
import { dispose, type ToolsetBench, toolsetCase } from '../toolset-case.ts';

const noDispose = { skipped: 'no [Symbol.asyncDispose]()' };

export const lifecycleCases = [
  toolsetCase('a list before open lists or rejects, and spoils nothing', async (bench) => {
    const { toolset, newRun, listed, subject } = bench;
    const early = await settle('list before open', tryList(bench), subject.settleMs);
    if (early.ok) check(Array.isArray(early.value), 'list before open should give an array or reject');
    else checkError(early.error, 'list before open');
    check((await listed()).length > 0, 'there should be tools after open');
    await toolset.list(newRun());
  }),
  toolsetCase('open again, for another run, is fine', async ({ toolset, newRun, inTime, listed }) => {
    for (let run = 0; run < 3; run++) await inTime('open', toolset.open?.(newRun()));
    const tools = await listed();
    check(tools.length > 0, 'there should be tools');
  }),
  toolsetCase('disposing before open is fine', async ({ toolset, inTime }) => {
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    await inTime('disposing', dispose(toolset));
  }),
  toolsetCase('disposing twice is fine, also at the same time', async ({ toolset, inTime, listed }) => {
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    await listed();
    await inTime('disposing', Promise.all([dispose(toolset), dispose(toolset)]));
    await inTime('disposing again', dispose(toolset));
  }),
  toolsetCase('after disposal list rejects and says why', async (bench) => {
    const { toolset, listed, subject } = bench;
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    await listed();
    await dispose(toolset);
    const late = await settle('list after disposal', tryList(bench), subject.settleMs);
    check(!late.ok, 'list after disposal should reject');
    checkError(late.error, 'list after disposal');
    check(
      /dispos|clos|shut/i.test(late.error.message),
      `the error should say that it was disposed of: ${late.error.message}`,
    );
  }),
  toolsetCase('open does not bring a disposed toolset back', async (bench) => {
    const { toolset, subject } = bench;
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    await dispose(toolset);
    const late = await settle('open after disposal', tryOpen(bench), subject.settleMs);
    if (!late.ok) checkError(late.error, 'open after disposal');
    const list = await settle('list after disposal', tryList(bench), subject.settleMs);
    check(!list.ok, 'list should still reject after open');
  }),
  toolsetCase('disposal during a list lets both end', async (bench) => {
    const { toolset, inTime, listed, subject } = bench;
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    await listed();
    const listing = settle('a list', tryList(bench), subject.settleMs);
    await inTime('disposing', dispose(toolset));
    await listing;
  }),
  toolsetCase('disposing of one leaves others alone', async ({ toolset, subject, listed, inTime }) => {
    if (!toolset[Symbol.asyncDispose]) return noDispose;
    const other = await subject.create();
    try {
      await listed(other);
      await listed();
      await inTime('disposing', dispose(toolset));
      check((await listed(other)).length > 0, 'the other toolset should still list its tools');
    } finally {
      await dispose(other);
    }
  }),
];

/** A rejection even where `list` throws. */
async function tryList({ toolset, newRun }: ToolsetBench): Promise<unknown> {
  return toolset.list(newRun());
}

async function tryOpen({ toolset, newRun }: ToolsetBench): Promise<void> {
  await toolset.open?.(newRun());
}

function checkError(error: unknown, what: string): asserts error is Error {
  check(
    error instanceof Error && error.message.trim() !== '',
    `${what} should reject with an error that says why`,
  );
}
