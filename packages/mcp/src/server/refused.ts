import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/** A request that cannot be answered as it is. */
export function refused(message: string, data?: unknown): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, data);
}
