import { createRegistry, type Provider } from '@pegboard/core';
import { cityTime, cityWeather } from './tools.ts';

/** The whole program. `model` is the only thing in it that names a provider. */
export async function ask(model: string, question: string, providers: readonly Provider[]): Promise<string> {
  const registry = createRegistry({ providers, tools: [cityWeather, cityTime] });
  const agent = registry.agent({
    model, // 'openai/gpt-6-astra', 'anthropic/claude-sonnet-5-5', 'local/rules' …
    instructions: 'Use the tools for every fact. Answer in one sentence.',
    tools: ['city_*'],
  });
  const { text } = await agent.run(question);
  return text;
}
