import {
  compileForDialect,
  type JsonObject,
  type Message,
  type ModelRequest,
  type ModelWarning,
  type RenderedRequest,
  type SchemaDialect,
  type ToolSpec,
} from '@pegboard/core/provider';

/** The part of JSON Schema that the API takes. */
export const dialect: SchemaDialect = { name: 'acme.tools', keywords: 'all', objectRoot: true };

/** Ours to theirs. What the API cannot take is left out with a warning. */
export function render({ model, messages, tools, settings, providerOptions }: ModelRequest): RenderedRequest {
  const warnings: ModelWarning[] = [];
  const { maxTokens, temperature, ...others } = settings;
  for (const name of Object.keys(others)) warnings.push(dropped('setting-dropped', `settings.${name}`));
  const body = {
    model,
    turns: messages.flatMap((message) => renderMessage(message, warnings)),
    ...(tools.length > 0 && { tools: tools.map(renderTool) }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...providerOptions?.['acme'],
  };
  return { path: '/v1/turns', body: JSON.stringify(body), warnings };
}

function renderTool({ name, description, inputSchema }: ToolSpec): JsonObject {
  return { name, description, input: compileForDialect(inputSchema, dialect).schema };
}

function renderMessage(message: Message, warnings: ModelWarning[]): JsonObject[] {
  const turns: JsonObject[] = [];
  for (const part of message.content) {
    if (part.type === 'text') turns.push({ who: message.role, text: part.text });
    else if (part.type === 'json') turns.push({ who: message.role, text: JSON.stringify(part.value) });
    else if (part.type === 'tool-call' && part.executor === 'client')
      turns.push({ who: 'assistant', call: { id: part.callId, tool: part.name, input: part.input } });
    else if (part.type === 'tool-result' && part.executor === 'client')
      turns.push({ who: 'tool', id: part.callId, text: resultText(part.content, warnings) });
    else if (part.type === 'media') warnings.push(dropped('unsupported-part', part.mediaType));
  }
  return turns;
}

type ResultContent = Extract<Message['content'][number], { type: 'tool-result' }>['content'];

function resultText(content: ResultContent, warnings: ModelWarning[]): string {
  const texts = content.map((part) => {
    if (part.type === 'text') return part.text;
    if (part.type === 'json') return JSON.stringify(part.value);
    warnings.push(dropped('unsupported-part', part.mediaType));
    return `(${part.mediaType} is left out)`;
  });
  return texts.join('\n');
}

function dropped(code: string, what: string): ModelWarning {
  return { type: 'warning', code, message: `Acme does not take ${what}: it is left out` };
}
