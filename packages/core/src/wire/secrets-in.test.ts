import { describe, expect, it } from 'vitest';
import { Agent } from '@pegboard/core';
import { createWireProvider, ProviderError } from '@pegboard/core/provider';

describe('an API that quotes the request in its error', () => {
  it('does not show the token of a builtin tool', async () => {
    const provider = createWireProvider({
      name: 'p',
      codec: {
        framing: 'sse',
        render: (request) => ({ path: '/', body: JSON.stringify(request.builtinTools), warnings: [] }),
        createReader: () => {
          throw new RangeError('not asked');
        },
        readAnswer: () => [],
        toError: (status, body, { provider: name, model, secrets }) => {
          let what = body;
          for (const secret of secrets) what = what.replaceAll(secret, '[redacted]');
          return new ProviderError({
            code: 'invalid-request',
            what,
            provider: name,
            model,
            status,
            retryable: false,
          });
        },
      },
      transport: async ({ body }) => ({
        response: { status: 400, headers: {}, body: (async function* () {})(), text: async () => body },
        url: 'http://127.0.0.1',
        secrets: [],
      }),
    });
    const builtinTools = [
      {
        type: 'mcp_server',
        name: 'wiki',
        authorizationToken: 'tok-12345',
        headers: { Authorization: 'Key k-98765' },
      },
    ];
    const error = await new Agent({ provider, model: 'm', builtinTools })
      .run('Hi')
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('[redacted]');
    expect(String(error)).toContain('wiki');
    expect(String(error)).not.toMatch(/tok-12345|k-98765/);
  });
});
