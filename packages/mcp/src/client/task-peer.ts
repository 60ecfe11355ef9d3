import { ProtocolError, type StandardSchemaV1 } from '@modelcontextprotocol/client';
import { isPegboardError, type JsonObject } from '@pegboard/core';
import { isUnauthorized } from '../auth/authorize.ts';
import type { TaskPeer } from './await-task.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './status-of.ts';
import { withLogin } from './with-login.ts';

/** A result is a JSON object by the protocol; what is in it is read with care. */
const anyResult: StandardSchemaV1<unknown, JsonObject> = {
  '~standard': { version: 1, vendor: 'pegboard', validate: (value) => ({ value: value as JsonObject }) },
};

/** Milliseconds in which a server is told that nobody waits any more. */
const farewellMs = 5_000;

/** The server at the other end of a connection, as tasks need it. */
export function taskPeer(connection: Connection): TaskPeer {
  const { client } = connection;
  return {
    request: (method, params, signal) =>
      withLogin(connection, signal, () => client.request({ method, params }, anyResult, { signal })),
    cancel: (taskId) =>
      // Nobody is asked to log in for it.
      connection.lastWords(
        client.request({ method: 'tasks/cancel', params: { taskId } }, anyResult, { timeout: farewellMs }),
      ),
    answerInputs: (requests, signal) => client.answerInputs(requests, signal),
    isGone: (error) => isAnswer(error) || connection.isClosed(),
  };
}

/** It was heard and refused, or no login was to be had. */
function isAnswer(error: unknown): boolean {
  if (error instanceof ProtocolError || isRefusal(error)) return true;
  return isUnauthorized(error) || isPegboardError(error);
}
