import type { AnyTool, JsonObject } from '@pegboard/core';
import { exampleInput } from '@pegboard/core/tools';
import { describe, expect, it } from 'vitest';
import { callTool } from './call-tool.test-util.ts';
import type { CommonOptions } from './service-definition.ts';
import { type Reply, standIn } from './stand-in.test-util.ts';

export interface ServiceCases {
  readonly make: (options: CommonOptions) => AnyTool;
  readonly input: JsonObject;
  /** What the service answers when all is well; the tool's own test looks at what becomes of it. */
  readonly answer: Reply;
  /** What it answers when it found nothing, and what the model is then told; absent where there is no such thing. */
  readonly empty?: { readonly answer: Reply; readonly told: RegExp };
  /** An answer in another shape than the documented one. */
  readonly malformed: unknown;
  /** The variable of its key. */
  readonly variable?: string;
  readonly keyOptional?: boolean;
  /** Running it twice does no more than once. */
  readonly repeatable?: boolean;
}

const secret = 'key-0123456789abcdef';

/** What holds for every tool that calls a service. */
export function serviceCases(name: string, cases: ServiceCases): void {
  const { make, input, answer, empty, malformed, variable, keyOptional, repeatable = true } = cases;
  const env = variable === undefined ? {} : { [variable]: secret };
  const ready = (baseURL: string, more: CommonOptions = {}): AnyTool => make({ baseURL, env, ...more });

  describe(`${name}, as every tool of a service`, () => {
    it('has a description, an example that fits, an output schema, limits, and untrusted results', async () => {
      const tool = ready('http://127.0.0.1:1');
      expect(tool.name).toBe(name);
      expect(tool.description.length).toBeGreaterThan(150);
      expect(tool.inputSchema.examples).toEqual([await exampleInput(tool)]);
      expect(tool.inputSchema.examples).toHaveLength(1);
      expect(tool.outputSchema).toMatchObject({ type: 'object' });
      expect(tool.trust).toBe('untrusted');
      expect([tool.timeoutMs, tool.maxResultChars].every((limit) => Number(limit) > 0)).toBe(true);
      expect(tool.effects).toBeDefined();
    });

    it('succeeds', async () => {
      const { baseURL, requests } = await standIn(answer);
      const { status, error, seen } = await callTool(ready(baseURL), input);
      expect([status, error]).toEqual(['success', '']);
      expect(seen).toContain('data from outside');
      expect(requests[0]?.headers['user-agent']).toContain('Pegboard');
    });

    if (variable !== undefined && !keyOptional)
      it('without a key is not even made: the error names the variable', () => {
        expect(() => make({ env: {} })).toThrow(
          expect.objectContaining({ code: 'missing-key', message: expect.stringContaining(variable) }),
        );
        expect(() => make({ env: { [variable]: '  ' } })).toThrow(variable);
      });

    if (variable !== undefined)
      it('sends the key of the option, also one that is asked for each time', async () => {
        const { baseURL, requests } = await standIn(answer);
        await callTool(ready(baseURL, { apiKey: () => 'another-key' }), input);
        expect(JSON.stringify(requests[0]?.headers)).toContain('another-key');
        expect(JSON.stringify(requests[0]?.headers)).not.toContain(secret);
      });

    it('tells of a key that is not accepted, without the key', async () => {
      const { baseURL } = await standIn({ status: 401, body: { message: `Invalid token ${secret}` } });
      const { status, error, seen } = await callTool(ready(baseURL), input);
      expect(status).toBe('failed');
      expect(error).toMatch(variable === undefined ? /status 401/ : /does not accept the key/);
      expect(seen).not.toContain(variable === undefined ? 'nothing to hide' : secret);
    });

    it('tells of a rate limit, and when to try again, after one call', async () => {
      const { baseURL, requests } = await standIn({
        status: 429,
        headers: { 'retry-after': '17' },
        body: { message: 'Slow down' },
      });
      const { status, error } = await callTool(ready(baseURL), input);
      expect(status).toBe('failed');
      expect(error).toMatch(/refuses more calls for now.*Slow down.*Try again in 17 s/);
      expect(requests).toHaveLength(1);
    });

    if (repeatable)
      it('asks again once when the server failed', async () => {
        const { baseURL, requests } = await standIn({ status: 502, body: 'Bad gateway' }, answer);
        expect((await callTool(ready(baseURL), input)).status).toBe('success');
        expect(requests).toHaveLength(2);
      });

    if (!repeatable)
      it('never asks twice', async () => {
        const { baseURL, requests } = await standIn({ status: 502, body: 'Bad gateway' });
        expect((await callTool(ready(baseURL), input)).status).toBe('failed');
        expect(requests).toHaveLength(1);
      });

    if (empty)
      it('says so when there is nothing', async () => {
        const { baseURL } = await standIn(empty.answer);
        const { status, seen } = await callTool(ready(baseURL), input);
        expect(status).toBe('success');
        expect(seen).toMatch(empty.told);
      });

    it.each([
      ['in another shape', malformed],
      ['that is empty', ''],
      ['that is a page for people', '<html><body>Welcome</body></html>'],
    ])('fails clearly on an answer %s', async (_, body) => {
      const { baseURL } = await standIn({ body });
      const { status, error } = await callTool(ready(baseURL), input);
      expect(status).toBe('failed');
      expect(error).toMatch(/is not as documented|cannot be read/);
    });

    it('fails when the service is silent, and gives up at once on an abort', async () => {
      const { baseURL, requests } = await standIn({});
      const { status, error } = await callTool(ready(baseURL, { timeoutMs: 100 }), input);
      expect(status).toBe('failed');
      expect(error).toMatch(/in time/);
      expect(requests).toHaveLength(1);
      const controller = new AbortController();
      const aborted = callTool(ready(baseURL, { timeoutMs: 60_000 }), input, controller.signal);
      await expect.poll(() => requests.length).toBe(2);
      controller.abort();
      expect((await aborted).status).toBe('interrupted');
    });

    it.each([302, 307])('follows no redirect to a private host, with status %i', async (status) => {
      const other = await standIn(answer);
      const { baseURL, requests } = await standIn({ status, headers: { location: other.baseURL }, body: '' });
      const { status: told, error } = await callTool(ready(baseURL), input);
      expect([told, requests.length]).toEqual(['failed', 1]);
      expect(error).toContain('may not be reached');
      expect(other.requests).toHaveLength(0);
    });

    it('refuses a misspelt option by name', () => {
      expect(() => ready('http://127.0.0.1:1', { timeoutMS: 3 } as never)).toThrow(
        /has no option "timeoutMS".*Did you mean "?timeoutMs/s,
      );
      expect(() => ready('http://127.0.0.1:1', { timeoutMs: -1 })).toThrow(/timeoutMs/);
    });
  });
}
