/** The peers and their pinned versions; they are installed on demand into `apps/bench/.peers`, never by the workspace. */
export const peerVersions = {
  '@ai-sdk-tool/parser': '4.1.26',
  ai: '7.0.173',
  jsonrepair: '3.15.0',
  'partial-json': '0.1.7',
} as const;

export type PeerPackage = keyof typeof peerVersions;
