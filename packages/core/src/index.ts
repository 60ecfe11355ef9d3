export { Agent } from './agent/agent.ts';
export { generate } from './agent/generate.ts';
export { stateOf } from './agent/run-draft.ts';
export { ConfigError } from './errors/config-error.ts';
export { isPegboardError, PegboardError } from './errors/pegboard-error.ts';
export { isProviderError, ProviderError } from './errors/provider-error.ts';
export { isRunError, RunError } from './errors/run-error.ts';
export { defer, RetryToolCall, suspend, ToolFailure } from './errors/tool-signals.ts';
export { inProcessMemory } from './memory/in-process-memory.ts';
export {
  assistantMessage,
  image,
  systemMessage,
  text,
  textOf,
  toolMessage,
  userMessage,
} from './messages/builders.ts';
export { repairHistory } from './messages/repair-history.ts';
export { windowMessages } from './messages/window.ts';
export { createRegistry } from './plugins/create-registry.ts';
export { oneOf } from './schema/one-of.ts';
export { jsonSchema } from './schema/json-schema.ts';
export { defineTool } from './tools/define-tool.ts';
export { result } from './tools/result.ts';

export type { ResumeOptions } from './agent/agent.ts';
export type { ApprovalRule } from './agent/approval-rules.ts';
export type { AsToolOptions } from './agent/as-tool.ts';
export type { Generated } from './agent/generate.ts';
export type { GenerateOptions } from './agent/generate-options.ts';
export type { ExternalAnswer, ResumeDecisions } from './agent/resume-run.ts';
export type { AgentOptions, Limits, RunDefaults, RunOptions, Timeouts } from './agent/run-config.ts';
export type { RunStream } from './agent/run-stream.ts';
export type { Session, SessionRunOptions, SessionTurnOptions } from './agent/session.ts';
export type { BuiltinSupport, BuiltinTarget, BuiltinTool } from './contracts/builtin-tool.ts';
export type { Embedder } from './contracts/embedder.ts';
export type { AgentEvent, AgentEventType, EventBase } from './contracts/event.ts';
export type {
  Guard,
  GuardCheck,
  GuardPlace,
  GuardSubject,
  GuardVerdict,
  Hooks,
  ModelHook,
  RunHook,
  RunInfo,
  ToolHook,
  ToolHookCall,
  TurnContext,
  TurnEdit,
} from './contracts/hooks.ts';
export type { Awaitable, JsonObject, JsonValue } from './contracts/json.ts';
export type { AppendContext, Memory, MemoryContext, MemoryHit } from './contracts/memory.ts';
export type {
  AssistantMessage,
  AssistantPart,
  Executor,
  Finish,
  FinishReason,
  Input,
  JsonPart,
  MediaPart,
  Message,
  Origin,
  ProviderData,
  ReasoningPart,
  SourcePart,
  SystemMessage,
  TextPart,
  ToolCallPart,
  ToolContentPart,
  ToolMessage,
  ToolResultPart,
  ToolStatus,
  Trust,
  UserMessage,
  UserPart,
} from './contracts/message.ts';
export type {
  Plugin,
  PluginContext,
  PluginContributions,
  PluginDiagnostic,
  PluginInfo,
  PluginPermissions,
} from './contracts/plugin.ts';
export type {
  ModelBatch,
  ModelEvent,
  MediaResolver,
  ModelInfo,
  ModelPart,
  ModelPrice,
  ModelRequest,
  ModelSettings,
  ModelWarning,
  OutputSpec,
  Provider,
  RateLimit,
  RateLimits,
  RawToolCall,
  ReasoningEffort,
  ResponseInfo,
  Target,
  TokenRates,
  ToolCallDelta,
  ToolChoice,
  ToolSpec,
} from './contracts/provider.ts';
export type { CallLog, Pending, RunResult } from './contracts/run-result.ts';
export type { ApprovalDecision } from './contracts/run-state.ts';
export type {
  CallPhase,
  CallRecord,
  Checkpoint,
  PendingCall,
  RunPatch,
  RunState,
  RunStatus,
  StopReason,
} from './contracts/run-state.ts';
export type {
  AnySchema,
  InferInput,
  InferOutput,
  JsonSchema,
  SchemaOf,
  StandardSchemaV1,
  TypedJsonSchema,
} from './contracts/standard-schema.ts';
export type {
  AnyTool,
  CallContext,
  Effects,
  NestedRun,
  PrepareContext,
  Register,
  RetryRule,
  RunContext,
  Tool,
  ToolContext,
  ToolOptions,
  ToolOutcome,
} from './contracts/tool.ts';
export type { Toolset } from './contracts/toolset.ts';
export type { TrustPolicy, TrustQuestion, TrustVerdict } from './contracts/trust.ts';
export type { Usage } from './contracts/usage.ts';
export type { ErrorCode, ErrorText } from './errors/pegboard-error.ts';
export type { ProviderErrorText } from './errors/provider-error.ts';
export type { HistoryTransform } from './messages/window.ts';
export type { AgentSpec, PluginEntry, Registry, RegistryOptions } from './plugins/registry.ts';
export type { ResultOf, ToolDefinition } from './tools/define-tool.ts';
export type { ResultOptions, ToolReturn } from './tools/result.ts';
