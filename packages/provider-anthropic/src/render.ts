import {
  jsonBody,
  type JsonList,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
} from '@pegboard/core/provider';
import { traitsOf } from './model-traits.ts';
import type { MessagesProfile } from './profile.ts';
import { renderBuiltinTools } from './render-builtin-tools.ts';
import { arrangeConversation, type Conversation, conversationJson, withMark } from './render-conversation.ts';
import { type Output, renderOutput } from './render-output.ts';
import { maxTokensOf, renderSampling, renderStop } from './render-settings.ts';
import { type Circumstances, renderThinking } from './render-thinking.ts';
import { renderToolChoice, toolsJson } from './render-tools.ts';
import { textBlock } from './rendered-block.ts';
import { wellFormed } from './well-formed.ts';
import type { WireCacheControl, WireOutputConfig } from './wire.ts';

/** One-shot answers above this many tokens may take longer than connections live, so they are streamed. */
const longestOneShot = 21_333;

/** Renders requests as JSON text, out of the texts of their messages and tools. */
export function createRequestRenderer(profile: MessagesProfile): (request: ModelRequest) => RenderedRequest {
  return (request) => {
    const warnings: ModelWarning[] = [];
    const { fields, betas } = renderFields(request, profile, warnings);
    const all = [...new Set([...profile.betas, ...betas])];
    return Object.assign(jsonBody(fields), {
      path: '/v1/messages',
      ...(all.length > 0 && { headers: { 'anthropic-beta': all.join(',') } }),
      warnings,
    });
  };
}

/** The keys of the body, each as JSON text, and the beta features that they need. */
export function renderFields(
  request: ModelRequest,
  profile: MessagesProfile,
  warnings: ModelWarning[],
): { fields: Map<string, string | JsonList>; betas: readonly string[] } {
  const { model, messages, builtinTools, deltas } = request;
  const traits = traitsOf(model);
  const systemMessages = traits.systemMessages && profile.firstParty;
  const conversation = arrangeConversation(messages, model, { systemMessages }, warnings);
  const builtin = renderBuiltinTools(request, traits, warnings);
  const { choice, forced, words } = renderToolChoice(request, builtin, traits, warnings);
  const output = renderOutput(request.output, warnings);
  const maxTokens = maxTokensOf(request, profile.maxOutputTokens(model));
  const mark = markOf(request, profile);
  // The schema of the answer counts towards the same limits as those of tools.
  const strictly = profile.strictTools === true && output.format === undefined;
  const tools = toolsJson(request.tools, builtin, { called: conversation.called, mark, strictly });

  const fields = new Map<string, string | JsonList>();
  const setJson = (key: string, json: string | undefined): void => {
    if (json !== undefined) fields.set(key, wellFormed(json));
  };
  const set = (key: string, value: unknown): void =>
    setJson(key, value === undefined ? value : JSON.stringify(value));
  set('model', model);
  set('max_tokens', maxTokens);
  setJson('system', systemJson(conversation, output, mark));
  const { closed } = conversation;
  fields.set('messages', conversationJson({ closed, turns: withWords(conversation, words) }, mark));
  setJson('tools', tools);
  // Tools that are there only because the conversation names them must not be called.
  const noneOffered = request.tools.length + builtin.tools.length === 0;
  set('tool_choice', tools !== undefined && noneOffered ? { type: 'none' } : choice);
  if (builtin.servers.length > 0) set('mcp_servers', builtin.servers);
  const { thoughtless } = conversation;
  const answer = renderAnswerSettings(request, { traits, maxTokens, forced, thoughtless }, profile, warnings);
  const config = { ...answer.config, ...(output.format && { format: output.format }) };
  if (Object.keys(config).length > 0) set('output_config', config satisfies WireOutputConfig);
  for (const [key, value] of Object.entries(answer.fields)) set(key, value);
  if (builtinTools.length > 0) set('container', containerOf(conversation, profile));
  if (deltas || maxTokens > longestOneShot) set('stream', true);
  for (const [key, value] of Object.entries(request.providerOptions?.[profile.provider] ?? {}))
    set(key, value);
  return { fields, betas: builtin.betas };
}

/** Thinking, its effort, sampling and stop texts: what one of them is depends on the others. */
function renderAnswerSettings(
  request: ModelRequest,
  circumstances: Circumstances,
  { oldVersion }: MessagesProfile,
  warnings: ModelWarning[],
): { readonly fields: Record<string, unknown>; readonly config: WireOutputConfig } {
  const { thinking, effort, warnings: found } = renderThinking(request, circumstances);
  warnings.push(...found);
  const thinks = thinking !== undefined && thinking.type !== 'disabled';
  const sampling = renderSampling(request, circumstances.traits, { oldVersion, thinks }, warnings);
  const fields = { thinking, ...sampling, stop_sequences: renderStop(request, warnings) };
  return { fields, config: effort === undefined ? {} : { effort } };
}

function systemJson(
  { system }: Conversation,
  { words }: Output,
  mark: string | undefined,
): string | undefined {
  const blocks = words === undefined ? system : [...system, textBlock(words).json];
  if (blocks.length === 0) return undefined;
  const marked = blocks.map((json, at) => withMark(json, at === blocks.length - 1 ? mark : undefined));
  return `[${marked.join(',')}]`;
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
