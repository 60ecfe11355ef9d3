import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@pegboard/core';
import type { Recording } from '@pegboard/testing';

export interface RecordedRequest {
  readonly name: string;
  readonly body: JsonObject;
  readonly path: string;
}

const folder = fileURLToPath(new URL('../../../../../../shared/wire/', import.meta.url));

/** Requests that the true host took; `undefined` where the recordings are absent. */
export function recordedRequests(
  groups: readonly string[],
  isMeant: (host: string, path: string) => boolean,
): readonly RecordedRequest[] | undefined {
  if (!existsSync(folder)) return undefined;
  return groups.flatMap((group) =>
    readdirSync(`${folder}${group}`).flatMap((file) => {
      const { steps } = JSON.parse(readFileSync(`${folder}${group}/${file}`, 'utf8')) as Recording;
      return steps.flatMap(({ request, response }, at) => {
        const { host = '', path, body } = request;
        if (response.status !== 200 || !isMeant(host, path)) return [];
        // The body of such a request is a JSON object.
        return [{ name: `${group}/${file} step ${at + 1}`, path, body: body as JsonObject }];
      });
    }),
  );
}
