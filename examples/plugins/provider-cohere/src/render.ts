import { compileForDialect, plainRequest } from '@pegboard/core/provider';
import type { JsonObject, MediaPart, ModelRequest, PlainPart, PlainTurn } from '@pegboard/core/provider';
import type { RenderedRequest, SchemaDialect, SettingNames, ToolSpec } from '@pegboard/core/provider';

/** The part of JSON Schema that the API takes. */
export const dialect: SchemaDialect = { name: 'cohere.tools', keywords: 'all', objectRoot: true };

const settings: SettingNames = {
  maxTokens: 'max_tokens',
  temperature: 'temperature',
  topP: 'p',
  seed: 'seed',
  stop: (texts) => ({ stop_sequences: texts.slice(0, 5) }),
  reasoning: (wanted) => ({
    thinking: {
      type: wanted === 'none' ? 'disabled' : 'enabled',
      ...(typeof wanted === 'object' && { token_budget: wanted.budgetTokens }),
    },
  }),
};

const takes = ({ mediaType, data, url }: MediaPart): boolean =>
  mediaType === 'image/*'
    ? url !== undefined
    : /^image\/(png|jpeg|webp|gif)$/.test(mediaType) && Boolean(data ?? url);

/** Ours to theirs. */
export function render(request: ModelRequest): RenderedRequest {
  const { model, output, deltas, providerOptions } = request;
  const plain = plainRequest(request, { provider: 'cohere', settings, takes });
  const { turns, tools, toolChoice, warnings } = plain;
  // The API takes no schema of the answer beside tools; the model table says so by saying nothing.
  const schema = output && tools.length === 0 ? compileForDialect(output.schema, dialect).schema : undefined;
  const body = {
    model,
    stream: deltas,
    messages: turns.map(renderTurn),
    ...(tools.length > 0 && { tools: tools.map(renderTool) }),
    ...(toolChoice !== 'auto' && { tool_choice: toolChoice.toUpperCase() }),
    ...(schema && { response_format: { type: 'json_object', json_schema: schema } }),
    ...plain.settings,
    ...providerOptions?.['cohere'],
  };
  return { path: '/v2/chat', body: JSON.stringify(body), warnings };
}

function renderTool({ name, description, inputSchema }: ToolSpec): JsonObject {
  const parameters = { ...compileForDialect(inputSchema, dialect).schema };
  return { type: 'function', function: { name, description, parameters } };
}

function renderTurn(turn: PlainTurn): JsonObject {
  if (turn.role === 'system') return { role: 'system', content: turn.text };
  if (turn.role === 'user') return { role: 'user', content: turn.content.map(renderPart) };
  if (turn.role === 'tool') return { role: 'tool', tool_call_id: turn.id, content: turn.text };
  if (turn.calls.length === 0) return { role: 'assistant', content: turn.text };
  const calls = turn.calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  // What stands beside calls is the plan of them.
  return { role: 'assistant', ...(turn.text !== '' && { tool_plan: turn.text }), tool_calls: calls };
}

function renderPart(part: PlainPart): JsonObject {
  if (part.type === 'text') return { type: 'text', text: part.text };
  const url = part.url ?? `data:${part.mediaType};base64,${part.data}`;
  return { type: 'image_url', image_url: { url } };
}
