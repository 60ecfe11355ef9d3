import type { ModelRequest, ModelWarning, RenderedRequest } from '@pegboard/core/provider';
import type { ChatProfile } from './profile.ts';
import { createMessageRenderer } from './render-messages.ts';
import { renderSettings } from './render-settings.ts';
import { renderOutput, renderTool, renderToolChoice } from './render-tools.ts';

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: ChatProfile): (request: ModelRequest) => RenderedRequest {
  const renderMessages = createMessageRenderer(profile);
  return (request) => {
    const warnings: ModelWarning[] = [];
    const fields = new Map<string, string>();
    const set = (key: string, value: unknown): void => {
      if (value !== undefined) fields.set(key, JSON.stringify(value));
    };
    set('model', request.model);
    fields.set('messages', renderMessages(request.messages, warnings));
    if (request.tools.length > 0) fields.set('tools', `[${request.tools.map(renderTool).join(',')}]`);
    set('tool_choice', renderToolChoice(request, warnings));
    if (request.output !== undefined) set('response_format', renderOutput(request.output, profile));
    for (const [key, value] of Object.entries(renderSettings(request, profile, warnings))) set(key, value);
    set('stream', request.deltas || undefined);
    if (request.deltas && profile.streamUsage) set('stream_options', { include_usage: true });
    for (const tool of request.builtinTools) warnings.push(unsupported(tool.type));
    for (const [key, value] of Object.entries(request.providerOptions?.[profile.provider] ?? {}))
      set(key, value);
    return {
      path: '/chat/completions',
      body: `{${[...fields].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`,
      warnings,
    };
  };
}

function unsupported(type: string): ModelWarning {
  const message = `Chat Completions has no builtin tool "${type}": it was left out`;
  return { type: 'warning', code: 'builtin-tool-dropped', message, details: { type } };
}
