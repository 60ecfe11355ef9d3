import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRun } from '../scenarios/open-run.ts';
import { createServer } from '../server/create-server.ts';
import { writePlan } from '../server/plan.ts';
import { own } from './all.ts';

const server = createServer();

beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => void server.close());

const cases = own.flatMap((contender) =>
  contender.wires.map((wire) => ({ contender, wire, name: contender.name })),
);

test.each(cases)('$name goes through steps on $wire, streaming and not', async ({ contender, wire }) => {
  const { port } = server.address() as AddressInfo;
  const { run, stream, check } = await openRun(
    {
      contender,
      wire,
      load: () => contender.load(wire),
      url: (plan) => `http://127.0.0.1:${port}/${writePlan(plan)}/v1`,
    },
    { plan: { steps: 3, calls: 2, argumentChars: 300 } },
  );
  await run();
  await stream();
  expect(check).not.toThrow();
});
