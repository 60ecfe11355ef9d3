export { type RecordedRequest } from './scripted/record-request.ts';
export { type Pacing, type ScriptedCall, type ScriptedTurn, type TurnSpec } from './scripted/script.ts';
export { scriptedError } from './scripted/scripted-error.ts';
export {
  type ScriptedOptions,
  type ScriptedProvider,
  scriptedProvider,
} from './scripted/scripted-provider.ts';
export { type ConformanceCase, type Skipped } from './conformance/conformance-case.ts';
export { memoryCases } from './memory/memory-cases.ts';
export { type MemoryCase, type MemorySubject } from './memory/memory-case.ts';
export { pluginCases } from './plugin/plugin-cases.ts';
export { type PluginCase } from './plugin/plugin-case.ts';
export { type PluginSubject } from './plugin/plugin-subject.ts';
export { toolsetCases } from './toolset/toolset-cases.ts';
export { type ToolsetCase, type ToolsetSubject } from './toolset/toolset-case.ts';
export { type ProviderCase } from './provider/provider-case.ts';
export { type ProviderSetup, type ProviderSubject } from './provider/provider-subject.ts';
export { providerCases } from './provider/provider-cases.ts';
export {
  type ErrorExample,
  type Quirk,
  type WireAnswer,
  type WireBlock,
  type WireCall,
  type WireError,
  type WireFormat,
  type WireMessage,
  type WireRequest,
} from './provider/wire-format.ts';
export { googleGenerateContentWire } from './wires/google-generate-content/google-generate-content-wire.ts';
export { anthropicMessagesWire } from './wires/anthropic-messages/anthropic-messages-wire.ts';
export { ollamaChatWire } from './wires/ollama-chat/ollama-chat-wire.ts';
export { openaiChatWire } from './wires/openai-chat/openai-chat-wire.ts';
export { openaiResponsesWire } from './wires/openai-responses/openai-responses-wire.ts';
export { type Chunking } from './loopback/split-bytes.ts';
export { type ReceivedRequest } from './loopback/loopback-server.ts';
export { type RecordedBody, type RecordedStep, type Recording } from './replay/recording.ts';
export { type Replay, type ReplayOptions, replayWire } from './replay/replay-wire.ts';
