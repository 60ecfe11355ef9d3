import type { Client, ClientCapabilities, ClientContext, ClientOptions } from '@modelcontextprotocol/client';
import type { JsonObject } from '@pegboard/core';
import { answerElicitation } from './answer-elicitation.ts';
import { answerSampling } from './answer-sampling.ts';
import type { ConnectContext } from './connection.ts';
import { hearLog } from './hear-log.ts';
import { rootsOf } from './roots.ts';
import { tasksExtension } from './task-client.ts';

/** What the client says that it can do, and what it wants to hear. */
export function clientOptions({ spec, onChanged, diagnostics }: ConnectContext): ClientOptions {
  const { onElicit, sampling, roots } = spec.options;
  const capabilities: ClientCapabilities = {
    // A form is declined where nobody can fill it in; an address that nobody opens is not even asked for.
    elicitation: { form: { applyDefaults: true }, ...(onElicit && { url: {} }) },
    ...(sampling && { sampling: {} }),
    ...(roots && { roots: {} }),
    extensions: { [tasksExtension]: {} },
  };
  const changed = (what: string) => ({
    autoRefresh: false,
    debounceMs: 0,
    onChanged: (error: Error | null) => {
      if (error) diagnostics.report('notification', error.message);
      onChanged(what);
    },
  });
  return {
    capabilities,
    listChanged: { tools: changed('tools'), prompts: changed('prompts'), resources: changed('resources') },
  };
}

/** Answers what the server asks, and hears what it says. */
export function handleRequests(client: Client, context: ConnectContext): void {
  const { spec, diagnostics, onChanged } = context;
  const { sampling, roots } = spec.options;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's objects are no event targets
  client.onerror = (error) => diagnostics.report('notification', error.message);
  client.setRequestHandler('elicitation/create', ({ params }, ctx) => {
    // JSON that came over the wire.
    return answerElicitation(params as unknown as JsonObject, context, signalOf(ctx));
  });
  if (sampling) {
    client.setRequestHandler('sampling/createMessage', ({ params }, ctx) =>
      answerSampling(params, sampling, context, signalOf(ctx)),
    );
  }
  if (roots) client.setRequestHandler('roots/list', () => ({ roots: rootsOf(roots) }));
  client.setNotificationHandler('notifications/message', ({ params }) => hearLog(params, context));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => onChanged(params.uri));
}

/** Requests inside another answer have no signal of their own. */
function signalOf(ctx: ClientContext | undefined): AbortSignal {
  return ctx?.mcpReq?.signal ?? new AbortController().signal;
}
