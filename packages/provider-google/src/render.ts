import {
  isJsonObject,
  type JsonObject,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
} from '@pegboard/core/provider';
import type { GoogleProfile } from './profile.ts';
import { createContentsRenderer } from './render-contents.ts';
import { renderSettings } from './render-settings.ts';
import { renderTools } from './render-tools.ts';

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: GoogleProfile): (request: ModelRequest) => RenderedRequest {
  const renderContents = createContentsRenderer(profile.cloud);
  return (request) => {
    const { model, messages, deltas, providerOptions } = request;
    const warnings: ModelWarning[] = [];
    const { contents, system, continuationToken } = renderContents(messages, model, warnings);
    const { tools, toolConfig, builtin } = renderTools(request, profile, warnings);
    const config = { ...renderSettings(request, profile, warnings), ...builtin.config };
    const fields = new Map<string, string>();
    // With a role, as an SDK would add one of its own.
    if (system.length > 0) fields.set('systemInstruction', JSON.stringify({ role: 'user', parts: system }));
    if (tools !== undefined) fields.set('tools', tools);
    fields.set('contents', `[${contents}]`);
    if (toolConfig) fields.set('toolConfig', JSON.stringify(toolConfig));
    if (Object.keys(config).length > 0) fields.set('generationConfig', JSON.stringify(config));
    if (continuationToken !== undefined) fields.set('continuationToken', JSON.stringify(continuationToken));
    addOptions(fields, providerOptions?.[profile.provider] ?? {});
    return {
      path: `${modelPath(model)}:${deltas ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      body: `{${[...fields].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`,
      warnings,
    };
  };
}

/** `models/…`, `tunedModels/…` and the like are whole names already. */
function modelPath(model: string): string {
  const whole = /^(?:models|tunedModels|publishers|projects|endpoints)\/./.test(model);
  return whole
    ? `/${model.split('/').map(encodeURIComponent).join('/')}`
    : `/models/${encodeURIComponent(model)}`;
}

/** Options win; those of `generationConfig` and `toolConfig` one by one. */
function addOptions(fields: Map<string, string>, options: JsonObject): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const own = fields.get(key);
    const merges =
      (key === 'generationConfig' || key === 'toolConfig') && own !== undefined && isJsonObject(value);
    fields.set(key, JSON.stringify(merges ? { ...(JSON.parse(own) as object), ...value } : value));
  }
}
