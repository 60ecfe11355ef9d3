import { type Transport, UnauthorizedError } from '@modelcontextprotocol/client';
import { withDeadline } from '@pegboard/core/provider';
import type { McpServerOptions } from '../client/options.ts';
import type { McpOAuth } from './oauth.ts';
import { type InteractiveProvider, loginFailed } from './oauth-provider.ts';

/** Whether the server wants the user to log in. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof UnauthorizedError;
}

/** The provider that can ask the user; undefined where nobody can be asked. */
export function interactiveOf(options: McpServerOptions): InteractiveProvider | undefined {
  return 'url' in options && isOAuth(options.auth) ? options.auth.forServer(options.url) : undefined;
}

export function isOAuth(auth: unknown): auth is McpOAuth {
  return typeof auth === 'object' && auth !== null && 'forServer' in auth;
}

/** Waits for the user's login, which the SDK has begun, and turns it into tokens. Rejects with `PegboardError`, or with the signal's reason. */
export async function authorize(
  options: McpServerOptions,
  transport: Transport,
  signal: AbortSignal,
): Promise<void> {
  const provider = interactiveOf(options);
  if (!provider || !canFinish(transport))
    throw loginFailed('the server asks for a login, and `auth` cannot give one');
  const parameters = await withDeadline(() => provider.callback(signal), { ms: false, signal });
  const problem = parameters.get('error');
  if (problem !== null)
    throw loginFailed(`the authorization server says ${JSON.stringify(problem.slice(0, 100))}`);
  await transport.finishAuth(parameters);
}

function canFinish(transport: Transport): transport is Transport & {
  finishAuth: (parameters: URLSearchParams) => Promise<void>;
} {
  return 'finishAuth' in transport;
}
