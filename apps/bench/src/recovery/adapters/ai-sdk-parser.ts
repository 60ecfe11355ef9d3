import { importPeer } from '../../peers/install-peer.ts';
import { peerVersions } from '../../peers/peers.ts';
import type { Adapter, Reading } from '../adapter.ts';
import { checkInput } from '../check-input.ts';
import type { BenchTool, CorpusCase, ExpectedCall } from '../corpus.ts';

interface Protocol {
  parseGeneratedText(options: {
    readonly text: string;
    readonly tools: readonly object[];
    readonly options: { readonly onError: (message: string) => void };
  }): readonly Content[];
}

type Content =
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolName: string; readonly input: string };

interface Parser {
  hermesProtocol(): Protocol;
  morphXmlProtocol(): Protocol;
  qwen3CoderProtocol(): Protocol;
}

/** The library asks its user for one protocol; each category gets the one that was made for it, all others the one for JSON. */
const protocolOf: Readonly<Record<string, keyof Parser>> = {
  'qwen-coder': 'qwen3CoderProtocol',
  invoke: 'qwen3CoderProtocol',
  minimax: 'qwen3CoderProtocol',
};

/** `@ai-sdk-tool/parser`: text dialects for the AI SDK, which then checks the inputs against their schemas. */
export async function aiSdkParserAdapter(): Promise<Adapter> {
  const parser = await importPeer<Parser>('recovery', '@ai-sdk-tool/parser');
  return {
    name: '@ai-sdk-tool/parser',
    version: peerVersions['@ai-sdk-tool/parser'],
    kinds: ['text'],
    read: (entry, tools) => readText(parser[protocolOf[entry.category] ?? 'hermesProtocol'](), entry, tools),
  };
}

function readText(protocol: Protocol, entry: CorpusCase, tools: readonly BenchTool[]): Reading {
  let refused = false;
  const onError = () => {
    refused = true;
  };
  const offered = tools.map((tool) => ({ type: 'function', ...tool }));
  const text = withoutThinking(entry.input);
  const content = protocol.parseGeneratedText({ text, tools: offered, options: { onError } });
  const calls: ExpectedCall[] = [];
  for (const part of content) {
    if (part.type !== 'tool-call') continue;
    const tool = tools.find(({ name }) => name === part.toolName);
    const input = parseInput(part.input);
    if (!tool || input === undefined || checkInput(tool, input) !== undefined) refused = true;
    else calls.push({ name: tool.name, input });
  }
  const visible = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { calls, refused, text: visible };
}

/** What the AI SDK's `extractReasoningMiddleware({ tagName: 'think' })` does, which its users put before this one. */
function withoutThinking(text: string): string {
  return text.replaceAll(/<think>.*?<\/think>/gsu, '');
}

function parseInput(text: string): ExpectedCall['input'] | undefined {
  try {
    return JSON.parse(text) as ExpectedCall['input'];
  } catch {
    return undefined;
  }
}
