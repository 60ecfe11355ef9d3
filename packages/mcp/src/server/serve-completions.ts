import type { CompleteRequestParams, CompleteResult, Server } from '@modelcontextprotocol/server';
import { callerOf } from './caller-of.ts';
import { orInternal } from './or-internal.ts';
import { refused } from './refused.ts';
import type { RequestScope } from './request-scope.ts';
import { type Completer, servedTo } from './served-content.ts';
import type { McpCaller } from './mcp-caller.ts';

/** By the protocol. */
const most = 100;

/** Answers requests for values of arguments. */
export function serveCompletions(server: Server, scope: RequestScope): void {
  server.setRequestHandler('completion/complete', ({ params }, ctx) =>
    orInternal(scope, 'The completion', async () => {
      const { argument, context } = params;
      const completer = await completerOf(params, scope, callerOf(ctx, scope.capabilities()));
      const values = (await completer?.(argument.value, context?.arguments ?? {})) ?? [];
      return completionOf(values);
    }),
  );
}

async function completerOf(
  { ref, argument }: CompleteRequestParams,
  { options }: RequestScope,
  caller: McpCaller,
): Promise<Completer | undefined> {
  if (ref.type === 'ref/prompt') {
    const prompt = (await servedTo(options.prompts, caller)).find(({ name }) => name === ref.name);
    if (!prompt) throw refused(`Unknown prompt: ${ref.name.slice(0, 100)}`);
    return prompt.arguments?.find(({ name }) => name === argument.name)?.complete;
  }
  const resources = await servedTo(options.resources, caller);
  const one = resources.find((each) => (each.uri ?? each.uriTemplate) === ref.uri);
  if (!one) throw refused(`Unknown resource: ${ref.uri.slice(0, 200)}`);
  const completers = one.uri === undefined ? (one.complete ?? {}) : {};
  return Object.hasOwn(completers, argument.name) ? completers[argument.name] : undefined;
}

function completionOf(values: readonly string[]): CompleteResult {
  return {
    completion: { values: values.slice(0, most), total: values.length, hasMore: values.length > most },
  };
}
