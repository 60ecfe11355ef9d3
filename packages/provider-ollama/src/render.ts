import {
  isJsonObject,
  type JsonObject,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
} from '@pegboard/core/provider';
import type { OllamaProfile } from './profile.ts';
import { createMessageRenderer } from './render-messages.ts';
import { renderOutput } from './render-output.ts';
import { renderSettings } from './render-settings.ts';
import { renderTools } from './render-tools.ts';
import type { OllamaRequest } from './wire.ts';

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: OllamaProfile): (request: ModelRequest) => RenderedRequest {
  const { provider, keepAlive, truncate } = profile;
  const renderMessages = createMessageRenderer(provider);
  return (request) => {
    const warnings: ModelWarning[] = [];
    const tools = renderTools(request, warnings);
    const output = renderOutput(request, tools.json !== undefined, warnings);
    const { options, think } = renderSettings(request, profile, warnings);
    const words = { always: output.words, now: tools.words };
    const fields = new Map<string, string>();
    const set = <K extends keyof OllamaRequest>(key: K, value: OllamaRequest[K] | undefined): void => {
      if (value !== undefined) fields.set(key, JSON.stringify(value));
    };
    set('model', request.model);
    fields.set('messages', renderMessages(request, words, warnings));
    if (tools.json !== undefined) fields.set('tools', tools.json);
    set('stream', request.deltas);
    set('think', think);
    if (output.format !== undefined) fields.set('format', output.format);
    set('keep_alive', keepAlive);
    set('truncate', truncate);
    if (Object.keys(options).length > 0) set('options', options);
    addOptions(fields, request.providerOptions?.[provider] ?? {});
    return {
      path: '/api/chat',
      body: `{${[...fields].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`,
      warnings,
    };
  };
}

/** A caller's own win; those of `options` one by one. */
function addOptions(fields: Map<string, string>, own: JsonObject): void {
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined) continue;
    const before = key === 'options' && isJsonObject(value) ? fields.get(key) : undefined;
    fields.set(
      key,
      JSON.stringify(before === undefined ? value : { ...(JSON.parse(before) as object), ...Object(value) }),
    );
  }
}
