import type { ModelRequest } from '@pegboard/core';
import { check } from '../conformance/check.ts';
import { saying } from './answers.ts';
import type { ProviderBench, SeenRequest } from './provider-bench.ts';

/** Sends one request, as a stream and as one shot, and gives what the host saw of the first. */
export async function sent(bench: ProviderBench, change: Partial<ModelRequest>): Promise<SeenRequest> {
  for (const deltas of [true, false]) {
    bench.answer(saying('ok'));
    await bench.run(bench.ask({ ...change, deltas }));
    bench.checkServer();
  }
  const request = bench.seen.at(-2);
  check(request, 'the host should have seen two requests');
  return request;
}
