import type { ModelRequest, ModelWarning, RenderedRequest } from '@pegboard/core/provider';
import { traitsOf } from './model-traits.ts';
import type { MessagesProfile } from './profile.ts';
import { renderBuiltinTools } from './render-builtin-tools.ts';
import { arrangeConversation, type Conversation, conversationJson, withMark } from './render-conversation.ts';
import { renderOutput } from './render-output.ts';
import { maxTokensOf, renderSampling, renderStop } from './render-settings.ts';
import { renderThinking } from './render-thinking.ts';
import { renderToolChoice, toolsJson } from './render-tools.ts';
import { textBlock } from './rendered-block.ts';
import type { WireCacheControl } from './wire.ts';

/** One-shot answers above this many tokens may take longer than connections live, so they are streamed. */
const longestOneShot = 21_333;

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: MessagesProfile): (request: ModelRequest) => RenderedRequest {
  return (request) => {
    const warnings: ModelWarning[] = [];
    const { fields, betas } = renderFields(request, profile, warnings);
    const all = [...new Set([...profile.betas, ...betas])];
    return {
      path: '/v1/messages',
      body: toBody(fields),
      ...(all.length > 0 && { headers: { 'anthropic-beta': all.join(',') } }),
      warnings,
    };
  };
}

export function toBody(fields: ReadonlyMap<string, string>): string {
  const json = `{${[...fields].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
  return json.includes('\\ud') ? json.replace(halfCharacter, '$1\\ufffd') : json;
}

/** Half a surrogate pair, which JSON can hold and the API refuses: as JSON text always an escape. */
const halfCharacter = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** The keys of the body, each as JSON text, and the beta features that they need. */
export function renderFields(
  request: ModelRequest,
  profile: MessagesProfile,
  warnings: ModelWarning[],
): { fields: Map<string, string>; betas: readonly string[] } {
  const { model, deltas } = request;
  const traits = traitsOf(model);
  const systemMessages = traits.systemMessages && profile.firstParty;
  const conversation = arrangeConversation(request.messages, model, { systemMessages }, warnings);
  const builtin = renderBuiltinTools(request, traits, warnings);
  const { choice, forced, words } = renderToolChoice(request, builtin, traits, warnings);
  const output = renderOutput(request.output, warnings);
  const maxTokens = maxTokensOf(request, profile.maxOutputTokens(model));
  const { thoughtless } = conversation;
  const reasoning = renderThinking(request, { traits, maxTokens, forced, thoughtless });
  warnings.push(...reasoning.warnings);
  const thinks = reasoning.thinking !== undefined && reasoning.thinking.type !== 'disabled';
  const sampling = renderSampling(request, traits, { oldVersion: profile.oldVersion, thinks }, warnings);
  const mark = markOf(request, profile);

  const fields = new Map<string, string>();
  const set = (key: string, value: unknown): void => {
    if (value !== undefined) fields.set(key, JSON.stringify(value));
  };
  set('model', model);
  set('max_tokens', maxTokens);
  const system = [
    ...conversation.system,
    ...(output.words === undefined ? [] : [textBlock(output.words).json]),
  ];
  if (system.length > 0)
    fields.set(
      'system',
      `[${system.map((json, at) => withMark(json, at === system.length - 1 ? mark : undefined)).join(',')}]`,
    );
  fields.set('messages', conversationJson(withWords(conversation, words), mark));
  const tools = toolsJson(request.tools, builtin, conversation.called, mark);
  if (tools !== undefined) fields.set('tools', tools);
  const noneLeft = tools !== undefined && request.tools.length === 0 && builtin.tools.length === 0;
  set('tool_choice', noneLeft ? { type: 'none' } : choice);
  if (builtin.servers.length > 0) set('mcp_servers', builtin.servers);
  set('thinking', reasoning.thinking);
  const { format } = output;
  const { effort } = reasoning;
  if (effort ?? format) set('output_config', { ...(effort && { effort }), ...(format && { format }) });
  for (const [key, value] of Object.entries(sampling)) set(key, value);
  set('stop_sequences', renderStop(request, warnings));
  if (request.builtinTools.length > 0) set('container', containerOf(conversation, profile));
  if (deltas || maxTokens > longestOneShot) set('stream', true);
  for (const [key, value] of Object.entries(request.providerOptions?.[profile.provider] ?? {}))
    set(key, value);
  return { fields, betas: builtin.betas };
}

/** A marker of the caller's own for the whole request needs one of the four places. */
function markOf(
  { settings: { promptCache }, providerOptions }: ModelRequest,
  { provider }: MessagesProfile,
): string | undefined {
  if (promptCache === undefined || promptCache === false) return undefined;
  if (providerOptions?.[provider]?.cache_control !== undefined) return undefined;
  const ttl = promptCache === true ? undefined : promptCache.ttl;
  return JSON.stringify({ type: 'ephemeral', ...(ttl === '1h' && { ttl }) } satisfies WireCacheControl);
}

/** Asked last; beside results it would be out of place, and is refused where the host waits for nothing else. */
function withWords({ turns }: Conversation, words: string | undefined): Conversation['turns'] {
  const last = turns.at(-1);
  if (words === undefined || last?.role !== 'user' || last.blocks.some(({ kind }) => kind === 'result'))
    return turns;
  return [...turns.slice(0, -1), { ...last, blocks: [...last.blocks, textBlock(words)] }];
}

/** The container of the newest answer that ran code, until it is gone; a gone one would be refused. */
function containerOf({ container }: Conversation, { now }: MessagesProfile): string | undefined {
  const { id, expiresAt } = container ?? {};
  const end = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
  return typeof id === 'string' && !(end <= now()) ? id : undefined;
}
