import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { RequestScope } from './request-scope.ts';

/** What the application throws is told to it, not to strangers. */
export async function orInternal<T>(
  { options }: RequestScope,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    options.onError?.(error instanceof Error ? error : new TypeError(String(error)));
    throw new ProtocolError(ProtocolErrorCode.InternalError, `${what} failed`);
  }
}
