/** A set of packages that is installed for itself, at pinned versions. */
export interface PeerSet {
  readonly packages: Readonly<Record<string, string>>;
  /** Versions of what the packages themselves depend on. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** The set for `bench recovery`. */
export const peerVersions = {
  '@ai-sdk-tool/parser': '4.1.26',
  ai: '7.0.173',
  jsonrepair: '3.15.0',
  'partial-json': '0.1.7',
} as const;

/** The peers; they are installed on demand into `.cache/bench-peers/<name>`, never by the workspace. */
export const peerSets = {
  recovery: { packages: peerVersions },
  'openai-sdk': { packages: { openai: '7.55.0' } },
  'anthropic-sdk': { packages: { '@anthropic-ai/sdk': '1.11.0' } },
  ai: {
    packages: { ai: '7.0.173', '@ai-sdk/openai': '4.0.118', '@ai-sdk/anthropic': '4.0.105', zod: '4.6.7' },
  },
  'openai-agents': { packages: { '@openai/agents': '0.20.0', zod: '4.6.7' } },
  langchain: {
    packages: {
      langchain: '1.5.14',
      '@langchain/core': '1.2.13',
      '@langchain/openai': '1.5.8',
      zod: '4.6.7',
    },
    overrides: { '@langchain/langgraph': '1.4.13' },
  },
  mastra: { packages: { '@mastra/core': '1.71.0', '@ai-sdk/openai': '4.0.118', zod: '4.6.7' } },
  genkit: { packages: { genkit: '1.42.0', '@genkit-ai/compat-oai': '1.42.0' } },
  strands: { packages: { '@strands-agents/sdk': '1.19.0', openai: '6.49.0', zod: '4.6.7' } },
  tanstack: { packages: { '@tanstack/ai': '0.58.0', '@tanstack/ai-openai': '0.23.1', zod: '4.6.7' } },
  pi: { packages: { '@earendil-works/pi-agent-core': '0.87.1', '@earendil-works/pi-ai': '0.87.1' } },
} as const satisfies Readonly<Record<string, PeerSet>>;

export type PeerName = keyof typeof peerSets;
