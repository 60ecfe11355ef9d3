import {
  createHttpTransport,
  createWireProvider,
  type HttpOptions,
  type Provider,
} from '@pegboard/core/provider';
import { createChatCodec } from './chat/codec.ts';
import { openaiProfile } from './chat/profile.ts';
import { createClientTransport, type OpenAIClient } from './client.ts';
import { findModel } from './models.ts';

/** All are optional. `apiKey` defaults to OPENAI_API_KEY, `baseURL` to OPENAI_BASE_URL, else https://api.openai.com/v1. */
export interface OpenAIOptions extends HttpOptions {
  /** A client of the npm package `openai` (OpenAI, AzureOpenAI): it then carries the requests, and the options of HTTP do nothing. */
  readonly client?: OpenAIClient | undefined;
  /** The provider's name in `name/model`. Default `openai`. */
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

/** Models of OpenAI, by Chat Completions. Without a key the first call rejects with a `ConfigError`. */
export function openai(options: OpenAIOptions = {}): Provider {
  const { name = 'openai', client, organization, project } = options;
  const codec = createChatCodec(openaiProfile(name));
  const host = {
    provider: name,
    framing: codec.framing,
    baseURL: 'https://api.openai.com/v1',
    baseVariable: 'OPENAI_BASE_URL',
    keyVariable: 'OPENAI_API_KEY',
    headers: (key: string | undefined) => ({
      authorization: `Bearer ${key}`,
      ...(organization !== undefined && { 'openai-organization': organization }),
      ...(project !== undefined && { 'openai-project': project }),
    }),
  };
  const transport =
    client === undefined ? createHttpTransport(host, options) : createClientTransport(name, client);
  return createWireProvider({ name, codec, transport, modelInfo: findModel });
}
