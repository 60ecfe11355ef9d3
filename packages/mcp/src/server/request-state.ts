import { ProtocolError, ProtocolErrorCode, type ServerContext } from '@modelcontextprotocol/server';

/** What a request is about and who sends it: an answer to another one's question is none. */
export function subjectOf({ http }: ServerContext, about: readonly unknown[]): string {
  return JSON.stringify([...about, http?.authInfo?.clientId ?? null]);
}

/** The answer to a question that was not put, or not about this request, or too long ago. */
export function foreignState(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, 'Unknown or expired requestState');
}
