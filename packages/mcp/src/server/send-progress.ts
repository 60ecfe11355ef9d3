import type { LoggingLevel, ServerContext } from '@modelcontextprotocol/server';
import { type AgentEvent, type JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/**
 * Passes progress of a tool on to the client that asked for it. `{ progress, total, message }` goes as it is, other values as the message;
 * `{ type: 'log', level, data }` becomes a log message.
 */
export function sendProgress({ mcpReq }: ServerContext): (event: AgentEvent) => void {
  const { _meta: meta } = mcpReq;
  const token = meta?.progressToken;
  let last = 0;
  return (event) => {
    if (event.type !== 'tool-progress') return;
    const { value } = event;
    if (isJsonObject(value) && value['type'] === 'log' && isLevel(value['level'])) {
      const { level, data, logger } = value;
      quietly(mcpReq.log(level, data ?? null, typeof logger === 'string' ? logger : undefined));
    } else if (token !== undefined) {
      const params = { progressToken: token, ...progressOf(value, last) };
      last = params.progress;
      quietly(mcpReq.notify({ method: 'notifications/progress', params }));
    }
  };
}

/** A client that has gone hears nothing more. */
function quietly(sending: Promise<void>): void {
  sending.catch(() => undefined);
}

/** The protocol wants a number that grows. */
function progressOf(value: JsonValue, last: number): { progress: number; total?: number; message?: string } {
  if (typeof value === 'number') return { progress: value > last ? value : last + 1 };
  const { progress, total, message } = isJsonObject(value) ? value : {};
  if (typeof progress !== 'number') {
    return { progress: last + 1, message: typeof value === 'string' ? value : JSON.stringify(value) };
  }
  return {
    progress,
    ...(typeof total === 'number' && { total }),
    ...(typeof message === 'string' && { message }),
  };
}

function isLevel(level: JsonValue | undefined): level is LoggingLevel {
  return typeof level === 'string' && levels.includes(level);
}
