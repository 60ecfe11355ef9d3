import {
  createModelTable,
  type ModelFamily,
  type ModelInfo,
  type ModelOverrides,
  type ModelTable,
} from '@pegboard/core/provider';

/** Nobody has checked these: they say what a model can, and what it cannot only where no call is refused for it. */
const source = 'Remembered of the tags at https://ollama.com/library; not checked';
const checkedOn = '2026-11-20';

type Capabilities = NonNullable<ModelInfo['capabilities']>;

/** The server itself holds any model that it runs to a schema. Nothing here reads audio or documents. */
const local: Capabilities = { audio: false, documents: false, structuredOutput: true };

/** Models of the library, by name and optional size. */
function family(names: string, capabilities: Capabilities): ModelFamily {
  const pattern = new RegExp(`^(?:${names})(?::[^/]*)?$`);
  return { pattern, capabilities: { ...local, ...capabilities }, source };
}

const families: readonly ModelFamily[] = [
  {
    // Sent on to Ollama's cloud, which takes a schema and does not hold the model to it.
    pattern: /[:-]cloud$/,
    capabilities: { audio: false, documents: false, structuredOutput: false },
    source: 'https://github.com/ollama/ollama/issues/12362',
    checkedOn,
  },
  {
    // Writes its own format, with which schemas have not always worked.
    pattern: /^gpt-oss(?::[^/]*)?$/,
    capabilities: { tools: true, audio: false, documents: false, reasoning: true },
    source,
  },
  // Some tags of this name never think and some always do.
  family('qwen3', { tools: true }),
  family('qwen3-coder', { tools: true, reasoning: false }),
  family('qwen3-vl', { tools: true, vision: true }),
  family('qwen2\\.5|qwen2\\.5-coder', { tools: true, reasoning: false }),
  family('llama3\\.[13]|llama3\\.2', { tools: true, reasoning: false }),
  family('llama3\\.2-vision', { tools: false, vision: true, reasoning: false }),
  family('mistral-nemo', { tools: true, reasoning: false }),
  family('mistral-small3\\.[12]', { tools: true, vision: true, reasoning: false }),
  family('gemma3', { tools: false, reasoning: false }),
  family('deepseek-r1', { reasoning: true }),
];

/**
 * What is known of models of Ollama's library; a user's own facts win. Never a gate. The context is that of the server and not of the
 * model, so it is known only where it is asked for.
 */
export function createOllamaModels(overrides: ModelOverrides = {}, numCtx?: number): ModelTable {
  const table = createModelTable([], families, overrides);
  if (numCtx === undefined) return table;
  const limit = (info: ModelInfo): ModelInfo => ({
    ...info,
    contextTokens: Math.min(numCtx, info.contextTokens ?? numCtx),
  });
  return { find: (id) => limit(table.find(id) ?? { id }), list: () => table.list().map(limit) };
}
