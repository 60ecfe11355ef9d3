import { compileForDialect, plainRequest } from '@pegboard/core/provider';
import type { JsonObject, ModelRequest, PlainTurn } from '@pegboard/core/provider';
import type { RenderedRequest, SchemaDialect, ToolSpec } from '@pegboard/core/provider';

/** The part of JSON Schema that the API takes. */
export const dialect: SchemaDialect = { name: 'acme.tools', keywords: 'all', objectRoot: true };

/** Ours to theirs. What the API cannot take is left out with a warning. */
export function render(request: ModelRequest): RenderedRequest {
  const { model, providerOptions } = request;
  const settings = { maxTokens: 'max_tokens', temperature: 'temperature' };
  const plain = plainRequest(request, { provider: 'acme', settings });
  // There is no word for a choice: tools that must not be called are left out.
  const tools = plain.toolChoice === 'none' ? [] : plain.tools;
  const body = {
    model,
    turns: plain.turns.flatMap(renderTurn),
    ...(tools.length > 0 && { tools: tools.map(renderTool) }),
    ...plain.settings,
    ...providerOptions?.['acme'],
  };
  return { path: '/v1/turns', body: JSON.stringify(body), warnings: plain.warnings };
}

function renderTool({ name, description, inputSchema }: ToolSpec): JsonObject {
  return { name, description, input: compileForDialect(inputSchema, dialect).schema };
}

function renderTurn(turn: PlainTurn): JsonObject[] {
  if (turn.role === 'user')
    return turn.content.flatMap((part) => (part.type === 'text' ? [{ who: 'user', text: part.text }] : []));
  if (turn.role === 'tool') return [{ who: 'tool', id: turn.id, text: turn.text }];
  const said = turn.text === '' ? [] : [{ who: turn.role, text: turn.text }];
  if (turn.role === 'system') return said;
  const calls = turn.calls.map(({ id, name, input }) => ({
    who: 'assistant',
    call: { id, tool: name, input },
  }));
  return [...said, ...calls];
}
