import type { JsonObject, ModelBatch, Provider } from '@pegboard/core';

/** Stands in for the model at the other end: makes the one call that it has made, and says nothing more. */
export function oneCall(name: string, args: JsonObject): Provider {
  let made = false;
  return {
    name: 'mcp-client',
    async *stream(): AsyncGenerator<ModelBatch> {
      const part = { type: 'tool-call', callId: '', name, args, executor: 'client' } as const;
      const finish = { type: 'finish', usage: {} } as const;
      if (made) yield [{ ...finish, finish: { unified: 'stop' } }];
      else
        yield [
          { type: 'part', index: 0, part },
          { ...finish, finish: { unified: 'tool-calls' } },
        ];
      made = true;
    },
  };
}
