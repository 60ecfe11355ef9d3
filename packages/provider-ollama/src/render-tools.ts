import type { ModelRequest, ModelWarning, ToolSpec } from '@pegboard/core/provider';
import { toolSchema } from './dialect.ts';
import { dropped } from './warn.ts';
import type { OllamaTool } from './wire.ts';

export interface RenderedTools {
  /** JSON of the list; undefined: no tools. */
  readonly json: string | undefined;
  /** What is asked of the model in this turn; empty: nothing. */
  readonly words: string;
}

/** The API has no choice of tools: those that must not be called are left out, and the model is told what is asked of it. */
export function renderTools(request: ModelRequest, warnings: ModelWarning[]): RenderedTools {
  for (const { type } of request.builtinTools) {
    const message = `The builtin tool ${type} was left out: Ollama's chat runs none`;
    warnings.push({ type: 'warning', code: 'builtin-tool-dropped', message, details: { tool: type } });
  }
  const { specs, words = '' } = choose(request, warnings);
  if (specs.length > 0 && request.settings.parallelToolCalls === false)
    warnings.push(dropped('parallelToolCalls', 'the API cannot hold a model to one call'));
  return {
    json: specs.length === 0 ? undefined : `[${specs.map(renderTool).join(',')}]`,
    words,
  };
}

interface Chosen {
  readonly specs: readonly ToolSpec[];
  readonly words?: string;
}

function choose({ tools, toolChoice }: ModelRequest, warnings: ModelWarning[]): Chosen {
  if (toolChoice === 'none') return { specs: [] };
  if (toolChoice === 'auto' || tools.length === 0) return { specs: tools };
  const asked = 'the API has no choice of tools, so the model is only asked for a call';
  if (toolChoice === 'required') {
    warnings.push(dropped('toolChoice', asked));
    return { specs: tools, words: 'Answer with a call of at least one of the tools, not with text.' };
  }
  const specs = tools.filter(({ name }) => name === toolChoice.tool);
  if (specs.length === 0) {
    warnings.push(dropped('toolChoice', `the tool "${toolChoice.tool}" is not among the tools`));
    return { specs: tools };
  }
  warnings.push(dropped('toolChoice', `${asked} of "${toolChoice.tool}"`));
  return { specs, words: `Answer with a call of the tool "${toolChoice.tool}", not with text.` };
}

const rendered = new WeakMap<ToolSpec, string>();

/** JSON of one tool, kept by identity: the same tools come in every turn. */
function renderTool(spec: ToolSpec): string {
  let json = rendered.get(spec);
  if (json === undefined) {
    const { name, description, inputSchema } = spec;
    const parameters = { ...toolSchema(inputSchema) };
    const tool: OllamaTool = { type: 'function', function: { name, description, parameters } };
    json = JSON.stringify(tool);
    rendered.set(spec, json);
  }
  return json;
}
