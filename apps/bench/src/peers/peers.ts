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
  ai: {
    packages: { ai: '7.0.173', '@ai-sdk/openai': '3.0.141', '@ai-sdk/anthropic': '3.0.138', zod: '4.6.7' },
  },
} as const satisfies Readonly<Record<string, PeerSet>>;

export type PeerName = keyof typeof peerSets;
