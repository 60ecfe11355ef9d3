import type { ModelHook } from '../contracts/hooks.ts';
import type { ModelRequest, Provider } from '../contracts/provider.ts';
import { infoOf } from './model-info.ts';
import { outputPrompt } from './output-prompt.ts';
import { outputTool } from './output-tool.ts';

export type OutputMode = 'auto' | 'native' | 'tool' | 'prompt';

/**
 * Around-function that turns `request.output` into what the model can take: its own JSON schema, a tool, or words in the instructions. The
 * answer comes back as if the model had its own: as text that is JSON.
 */
export function lowerOutput(provider: Provider, mode: OutputMode = 'auto', textProtocol = false): ModelHook {
  return (request, next) => {
    const { output, ...lowered } = request;
    if (!output) return next(request);
    const chosen = mode === 'auto' ? bestMode(provider, request, textProtocol) : mode;
    if (chosen === 'native') return next(request);
    return chosen === 'tool'
      ? outputTool(lowered, output, next)
      : next({ ...lowered, messages: outputPrompt(lowered.messages, output) });
  };
}

/** A provider that says nothing of a model may know it or not; tools are what most models have. */
function bestMode(provider: Provider, { model }: ModelRequest, textProtocol: boolean): OutputMode {
  if (textProtocol) return 'prompt';
  const { structuredOutput, tools } = infoOf({ provider, model })?.capabilities ?? {};
  return structuredOutput ? 'native' : tools === false ? 'prompt' : 'tool';
}
