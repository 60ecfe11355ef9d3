import type { LoggingLevel, ServerContext } from '@modelcontextprotocol/server';
import type { AgentEvent, JsonObject, JsonValue } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/**
 * Passes progress of a tool on to the client that asked for it. `{ progress, total, message }` goes as it is, other values as the message;
 * `{ type: 'log', level, data }` becomes a log message.
 */
export function sendProgress({ mcpReq }: ServerContext): (event: AgentEvent) => void {
  const { _meta: meta } = mcpReq;
  const token = meta?.progressToken;
  const read = progressReader();
  return (event) => {
    if (event.type !== 'tool-progress') return;
    const { value } = event;
    if (isLog(value)) {
      const { level, data, logger } = value;
      quietly(mcpReq.log(level, data ?? null, typeof logger === 'string' ? logger : undefined));
    } else if (token !== undefined) {
      const params = { progressToken: token, ...read(value) };
      quietly(mcpReq.notify({ method: 'notifications/progress', params }));
    }
  };
}

export interface ProgressRead {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** Reads what a tool tells of its progress, one after the other: the protocol wants a number that grows. */
export function progressReader(): (value: JsonValue) => ProgressRead {
  let last = 0;
  return (value) => {
    const read = progressOf(value, last);
    last = read.progress;
    return read;
  };
}

export function isLog(value: JsonValue): value is JsonObject & { readonly level: LoggingLevel } {
  return isJsonObject(value) && value['type'] === 'log' && isLevel(value['level']);
}

/** A client that has gone hears nothing more. */
function quietly(sending: Promise<void>): void {
  sending.catch(() => undefined);
}

function progressOf(value: JsonValue, last: number): ProgressRead {
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
