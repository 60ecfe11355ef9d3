import { importPeer } from '../../peers/install-peer.ts';
import { peerVersions } from '../../peers/peers.ts';
import type { Adapter, Reading } from '../adapter.ts';
import { checkInput } from '../check-input.ts';
import type { BenchTool, CorpusCase, ExpectedCall } from '../corpus.ts';

interface AiSdk {
  generateText(options: object): Promise<{ readonly toolCalls: readonly { readonly invalid?: boolean }[] }>;
  tool(options: object): object;
  jsonSchema(schema: object, options: object): object;
  NoSuchToolError: { isInstance(error: unknown): boolean };
}

interface RepairOptions {
  readonly toolCall: { readonly input: string };
  readonly error: unknown;
}

/** The AI SDK's own handling of a native call. */
export async function aiSdkAdapter(): Promise<Adapter> {
  const sdk = await importPeer<AiSdk>('recovery', 'ai');
  return adapter('ai', sdk, {});
}

/** The same with its repair hook, shaped as documented: unknown tools are left alone, the input is mended with `jsonrepair`. */
export async function aiSdkRepairAdapter(): Promise<Adapter> {
  const sdk = await importPeer<AiSdk>('recovery', 'ai');
  const { jsonrepair } = await importPeer<{ readonly jsonrepair: (text: string) => string }>(
    'recovery',
    'jsonrepair',
  );
  const repairToolCall = async ({ toolCall, error }: RepairOptions) =>
    sdk.NoSuchToolError.isInstance(error) ? null : { ...toolCall, input: jsonrepair(toolCall.input) };
  return adapter('ai + repair hook', sdk, { repairToolCall });
}

function adapter(name: string, sdk: AiSdk, options: object): Adapter {
  return {
    name,
    version: peerVersions.ai,
    kinds: ['arguments'],
    read: (entry, tools) => readCase(sdk, options, entry, tools),
  };
}

async function readCase(
  sdk: AiSdk,
  options: object,
  entry: CorpusCase,
  tools: readonly BenchTool[],
): Promise<Reading> {
  const executed: ExpectedCall[] = [];
  const offered = tools.map((tool) => [tool.name, asSdkTool(sdk, tool, executed)] as const);
  const { toolCalls } = await sdk.generateText({
    model: modelThatWrites(entry),
    prompt: 'go',
    tools: Object.fromEntries(offered),
    ...options,
  });
  return { calls: executed, refused: toolCalls.some((call) => call.invalid === true) };
}

function asSdkTool(sdk: AiSdk, tool: BenchTool, executed: ExpectedCall[]): object {
  const validate = (value: unknown) => {
    const problem = checkInput(tool, value);
    return problem === undefined
      ? { success: true, value }
      : { success: false, error: new TypeError(problem) };
  };
  return sdk.tool({
    description: tool.description,
    inputSchema: sdk.jsonSchema(tool.inputSchema, { validate }),
    execute: (input: ExpectedCall['input']) => {
      executed.push({ name: tool.name, input });
      return 'ok';
    },
  });
}

function modelThatWrites(entry: CorpusCase): object {
  const raw = entry.finish === 'length' ? 'length' : 'tool-calls';
  const toolCall = { type: 'tool-call', toolCallId: 'call_1', toolName: entry.tool, input: entry.input };
  return {
    specificationVersion: 'v4',
    provider: 'corpus',
    modelId: 'corpus',
    supportedUrls: {},
    doGenerate: async () => ({
      content: [toolCall],
      finishReason: { unified: raw, raw },
      usage: { inputTokens: { total: 1 }, outputTokens: { total: 1 } },
      warnings: [],
    }),
  };
}
