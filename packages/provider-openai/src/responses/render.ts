import {
  isJsonObject,
  type JsonValue,
  type Message,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
} from '@pegboard/core/provider';
import { listOf } from './list-of.ts';
import type { ResponsesProfile } from './profile.ts';
import { renderBuiltins } from './render-builtins.ts';
import { createInputRenderer } from './render-input.ts';
import { renderSettings } from './render-settings.ts';
import { renderFormat, renderTool, renderToolChoice } from './render-tools.ts';

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: ResponsesProfile): (request: ModelRequest) => RenderedRequest {
  const renderInput = createInputRenderer();
  return (request) => {
    const { provider } = profile;
    const { model } = request;
    const warnings: ModelWarning[] = [];
    const options = request.providerOptions?.[provider] ?? {};
    const fields = new Map<string, string>();
    const set = (key: string, value: unknown): void => {
      if (value !== undefined) fields.set(key, JSON.stringify(mergeOption(value, options[key])));
    };
    const builtins = renderBuiltins(request.builtinTools, warnings);
    const { instructions, rest } = splitInstructions(request.messages);
    set('model', model);
    set('instructions', instructions);
    fields.set('input', renderInput(rest, { provider, model, stored: options.store === true }, warnings));
    const more = [...builtins.tools, ...listOf(options.tools)];
    const own = request.tools.map((tool) =>
      renderTool(tool, {
        deferred: builtins.deferred.has(tool.name),
        strictly: profile.strictTools ?? false,
      }),
    );
    const tools = [...own, ...more.map((tool) => JSON.stringify(tool))];
    if (tools.length > 0) fields.set('tools', `[${tools.join(',')}]`);
    set('tool_choice', renderToolChoice(request, builtins.types, warnings));
    if (request.output !== undefined) set('text', { format: renderFormat(request.output, profile) });
    const settings = renderSettings(request, profile, tools.length > 0, warnings);
    for (const [key, value] of Object.entries(settings)) set(key, value);
    for (const [key, value] of Object.entries(renderStorage(request, profile, builtins.include)))
      set(key, value);
    set('stream', request.deltas || undefined);
    for (const [key, value] of Object.entries(options))
      if (!fields.has(key)) fields.set(key, JSON.stringify(value));
    const body = `{${[...fields].map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
    return { path: profile.responsesPath, body, warnings };
  };
}

/** Nothing is stored by default, so that a conversation lives where its messages do; reasoning then comes encrypted. */
function renderStorage(
  { model }: ModelRequest,
  profile: ResponsesProfile,
  include: readonly string[],
): Record<string, unknown> {
  const encrypted = profile.encryptedReasoning && profile.find(model)?.capabilities?.reasoning !== false;
  const wanted = [...(encrypted ? ['reasoning.encrypted_content'] : []), ...include];
  return {
    store: profile.encryptedReasoning ? false : undefined,
    include: wanted.length > 0 ? wanted : undefined,
  };
}

/** The caller's own keys win; objects are merged, and what is to be included is added. */
function mergeOption(value: unknown, own: JsonValue | undefined): unknown {
  if (own === undefined) return value;
  if (Array.isArray(value) && Array.isArray(own)) return [...new Set<unknown>([...value, ...own])];
  return isJsonObject(value) && isJsonObject(own) ? { ...value, ...own } : own;
}

interface SplitMessages {
  readonly instructions: string | undefined;
  readonly rest: readonly Message[];
}

/** System messages at the start are the instructions; those further on stay where they are. A request needs some input. */
function splitInstructions(messages: readonly Message[]): SplitMessages {
  const first = messages.findIndex(({ role }) => role !== 'system');
  if (first <= 0) return { instructions: undefined, rest: messages };
  const texts = messages.slice(0, first).flatMap(({ content }) => content.flatMap(textOf));
  return {
    instructions: texts.length > 0 ? texts.join('\n\n') : undefined,
    rest: messages.slice(first),
  };
}

function textOf(part: { readonly type: string; readonly text?: unknown }): string[] {
  return typeof part.text === 'string' && part.text !== '' ? [part.text] : [];
}
