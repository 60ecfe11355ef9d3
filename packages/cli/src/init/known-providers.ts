/** The providers that `init` offers. */
export interface KnownProvider {
  readonly name: string;
  readonly title: string;
  readonly package: string;
  /** The environment variable with its key. */
  readonly key?: string;
  /** A model to begin with. */
  readonly model: string;
}

export const knownProviders: readonly KnownProvider[] = [
  {
    name: 'local',
    title: 'None: offline rules, no key',
    package: '@pegboard/provider-local',
    model: 'local/rules',
  },
  {
    name: 'openai',
    title: 'OpenAI',
    package: '@pegboard/provider-openai',
    key: 'OPENAI_API_KEY',
    model: 'openai/gpt-6-astra',
  },
  {
    name: 'anthropic',
    title: 'Anthropic',
    package: '@pegboard/provider-anthropic',
    key: 'ANTHROPIC_API_KEY',
    model: 'anthropic/claude-sonnet-5-5',
  },
  {
    name: 'google',
    title: 'Google',
    package: '@pegboard/provider-google',
    key: 'GEMINI_API_KEY',
    model: 'google/gemini-3.8-flash',
  },
  {
    name: 'ollama',
    title: 'Ollama, on this machine',
    package: '@pegboard/provider-ollama',
    model: 'ollama/qwen3',
  },
];
