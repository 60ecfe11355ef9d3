import {
  type JoinedJson,
  jsonBody,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
} from '@pegboard/core/provider';
import { withSchemaHint } from './schema-hint.ts';
import type { ChatProfile } from './profile.ts';
import { renderBuiltins } from './render-builtins.ts';
import { adaptChoice } from './adapt-choice.ts';
import { createToolJoiner } from './join-tools.ts';
import { createMessageRenderer } from './render-messages.ts';
import { renderSettings } from './render-settings.ts';
import { renderOutput, renderToolChoice } from './render-tools.ts';

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: ChatProfile): (request: ModelRequest) => RenderedRequest {
  const renderMessages = createMessageRenderer(profile);
  const joinTools = createToolJoiner(profile.strictTools ?? false);
  return (request) => {
    const warnings: ModelWarning[] = [];
    const fields = new Map<string, string | { readonly list: JoinedJson }>();
    const set = (key: string, value: unknown): void => {
      if (value !== undefined) fields.set(key, JSON.stringify(value));
    };
    const { model, output } = request;
    const hinted = output !== undefined && !profile.jsonSchema;
    const messages = hinted ? withSchemaHint(request.messages, output) : request.messages;
    const builtins = renderBuiltins(request, profile, warnings);
    set('model', model);
    fields.set('messages', renderMessages(messages, model, warnings));
    const tools = joinTools(request.tools, builtins.tools);
    if (tools !== '') fields.set('tools', { list: tools });
    set('tool_choice', adaptChoice(renderToolChoice(request, warnings), profile, warnings));
    if (hinted) set('response_format', { type: 'json_object' });
    else if (output !== undefined) set('response_format', renderOutput(output, profile));
    set('web_search_options', builtins.search);
    renderSettings(request, profile, warnings, set);
    set('stream', request.deltas || undefined);
    if (request.deltas && profile.streamUsage) set('stream_options', { include_usage: true });
    const own = request.providerOptions?.[profile.provider];
    for (const key in own) set(key, own[key]);
    return Object.assign(jsonBody(fields), {
      path: profile.path.replace('{model}', () => encodeURIComponent(model)),
      warnings,
    });
  };
}
