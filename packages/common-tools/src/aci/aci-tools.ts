import {
  type AnyTool,
  ConfigError,
  defineTool,
  isPegboardError,
  ToolFailure,
  type Toolset,
} from '@pegboard/core';
import { checkOptionKinds, type OptionKind } from '@pegboard/core/tools';
import * as z from 'zod';
import { createService } from '../service/create-service.ts';
import type { CommonOptions, Service } from '../service/service-definition.ts';
import { checkKey } from '../service/service-key.ts';

export interface AciOptions extends Omit<CommonOptions, 'name'> {
  /** Whose linked accounts the functions use, as named at ACI.dev. */
  readonly linkedAccountOwnerId: string;
  /** Default `['outward']`: what the functions do is known to ACI.dev only, so a person is asked once untrusted content is there. */
  readonly tags?: readonly string[];
}

export const aciService = {
  factory: 'aciTools',
  title: 'ACI.dev',
  baseURL: 'https://api.aci.dev',
  key: { variable: 'ACI_API_KEY', header: 'x-api-key' },
} as const;

/** What we read of `GET /v1/functions/{name}/definition`. Source: the Python package aci-sdk, checked 2026-11-21. */
const definition = z.object({
  function: z.object({
    description: z.string(),
    parameters: z.record(z.string(), z.json()),
  }),
});

/** And of `POST /v1/functions/{name}/execute`. */
const execution = z.object({ success: z.boolean(), data: z.json().optional(), error: z.string().nullish() });

/**
 * Functions of ACI.dev as tools, such as `aciTools(['GITHUB__STAR_REPOSITORY'], { linkedAccountOwnerId })`. Needs a key (`ACI_API_KEY`). Their
 * definitions are read with the first run, once; a function that is not there fails that run with a `ConfigError`.
 */
export function aciTools(functions: readonly string[], options: AciOptions): Toolset {
  checkNames(functions, options);
  checkKey(aciService, options);
  const serviceFor = createService(aciService, options);
  let tools: Promise<readonly AnyTool[]> | undefined;
  const load = async (service: Service): Promise<readonly AnyTool[]> =>
    Promise.all(
      functions.map(async (name) => toTool(name, await readDefinition(name, service), serviceFor, options)),
    );
  return {
    id: 'aci',
    list: () => {
      if (tools) return tools;
      // Several runs may wait for it: it does not end with the one that began it.
      const loading = load(serviceFor(new AbortController().signal));
      tools = loading;
      // The next run tries again.
      loading.catch(() => (tools = undefined));
      return loading;
    },
  };
}

const known = {
  linkedAccountOwnerId: 'any',
  apiKey: 'any',
  approval: 'flag',
  baseURL: 'text',
  timeoutMs: 'count',
  tags: 'texts',
  fetch: 'function',
  env: 'any',
} satisfies Record<keyof AciOptions, OptionKind>;

function checkNames(functions: readonly string[], options: AciOptions | undefined): void {
  const list: readonly unknown[] = Array.isArray(functions) ? functions : [];
  const bad = list.find((name) => typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name));
  if (bad !== undefined || list.length === 0)
    throw new ConfigError({
      what: 'aciTools needs names of functions',
      evidence: bad === undefined ? 'There is no list, or an empty one' : `${JSON.stringify(bad)} is none`,
      fix: 'Name them as ACI.dev does, such as ["BRAVE_SEARCH__WEB_SEARCH"]',
    });
  checkOptionKinds('aciTools', options ?? {}, known);
  const owner = options?.linkedAccountOwnerId;
  if (typeof owner === 'string' && owner.trim() !== '') return;
  throw new ConfigError({
    what: 'aciTools needs linkedAccountOwnerId',
    evidence: owner === undefined ? 'It is absent' : 'It is empty, or no text',
    fix: 'Pass the id with which the accounts were linked at ACI.dev',
  });
}

async function readDefinition(
  name: string,
  service: Service,
): Promise<z.infer<typeof definition>['function']> {
  try {
    const path = `/v1/functions/${name}/definition`;
    return (await service.json(definition, { path, query: { format: 'openai' } })).function;
  } catch (error) {
    if (!isPegboardError(error) || error.code !== 'not-found') throw error;
    throw new ConfigError({
      code: 'unknown-name',
      what: `ACI.dev has no function ${name}`,
      evidence: error.message,
      fix: 'Check the name, and that your agent there may use the app',
    });
  }
}

function toTool(
  name: string,
  { description, parameters }: z.infer<typeof definition>['function'],
  serviceFor: (signal: AbortSignal) => Service,
  { linkedAccountOwnerId, approval, tags = ['outward'], timeoutMs = 20_000 }: AciOptions,
): AnyTool {
  return defineTool({
    name,
    description,
    input: parameters,
    timeoutMs: 2 * timeoutMs,
    maxResultChars: 40_000,
    trust: 'untrusted',
    tags,
    ...(approval !== undefined && { approval }),
    execute: async (input: object, { signal }) => {
      const { success, data, error } = await serviceFor(signal).json(execution, {
        path: `/v1/functions/${name}/execute`,
        json: { function_input: input, linked_account_owner_id: linkedAccountOwnerId },
      });
      if (!success)
        throw new ToolFailure(`${name} failed: ${error?.slice(0, 400) || 'ACI.dev does not say why'}`);
      return data ?? null;
    },
  });
}
