// What the author of a provider needs besides the main door.
export type {
  AssistantMessage,
  AssistantPart,
  Finish,
  FinishReason,
  MediaPart,
  Message,
  ReasoningPart,
  SourcePart,
  SystemMessage,
  TextPart,
  ToolCallPart,
  ToolContentPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
  UserPart,
} from '../contracts/message.ts';
export type { BuiltinSupport, BuiltinTarget, BuiltinTool } from '../contracts/builtin-tool.ts';
export type { Embedder } from '../contracts/embedder.ts';
export type { Awaitable, JsonObject, JsonValue } from '../contracts/json.ts';
export type {
  MediaResolver,
  ModelBatch,
  ModelEvent,
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
} from '../contracts/provider.ts';
export type {
  DialectLimits,
  DialectNote,
  DialectResult,
  SchemaDialect,
} from '../contracts/schema-dialect.ts';
export type { JsonSchema } from '../contracts/standard-schema.ts';
export type { Usage } from '../contracts/usage.ts';
export { checkOptions, type OptionNames } from '../errors/check-options.ts';
export { ConfigError } from '../errors/config-error.ts';
export { type ErrorCode, isPegboardError, PegboardError } from '../errors/pegboard-error.ts';
export { isProviderError, ProviderError } from '../errors/provider-error.ts';
export { type DeadlineOptions, withDeadline } from '../lib/deadline.ts';
export { isJsonObject } from '../lib/json.ts';
export { pickJson } from '../lib/pick-json.ts';
export {
  createHttpProvider,
  type HttpProviderOptions,
  type HttpProviderSpec,
} from '../models/http-provider.ts';
export {
  createModelTable,
  type ModelFamily,
  type ModelOverrides,
  type ModelTable,
} from '../models/model-table.ts';
export { compileForDialect } from '../schema/compile-dialect.ts';
export { type ApiKey, type ApiKeyOptions, readEnv, resolveApiKey } from '../wire/api-key.ts';
export type { AnswerDraft } from '../wire/answer-draft.ts';
export { createPartAssembler, type PartAssembler, type ToolCallPiece } from '../wire/assemble-parts.ts';
export { bearerHeaders } from '../wire/bearer-headers.ts';
export type {
  AnswerReader,
  CallInfo,
  Codec,
  RenderedRequest,
  TextPiece,
  Transport,
  WireAnswer,
  WireCall,
} from '../wire/codec.ts';
export { type ConversationMemo, createConversationMemo } from '../wire/conversation-memo.ts';
export { createSideTable, type SideTable } from '../lib/side-table.ts';
export { createFrameCodec, type FrameCodecOptions, type TellingError } from '../wire/frame-codec.ts';
export {
  createHttpTransport,
  type HttpHost,
  httpOptionNames,
  type HttpOptions,
} from '../wire/http-transport.ts';
export { sendHttp } from '../wire/http.ts';
export {
  codeOfStatus,
  type HttpFailure,
  isRetryable,
  parseRetryAfter,
  requestIdOf,
  toHttpError,
} from '../wire/http-errors.ts';
export { fromFetchResponse } from '../wire/http-fetch.ts';
export type { HttpHeaders, HttpRequest, HttpResponse, SendHttp } from '../wire/http-types.ts';
export { joinJson, type JoinedJson, jsonBody, type JsonBody, type JsonList } from '../wire/joined-json.ts';
export { createNdjsonDecoder, type NdjsonDecoder } from '../wire/ndjson.ts';
export { type NetworkFailure, toNetworkError } from '../wire/network-error.ts';
export {
  plainRequest,
  type PlainRequest,
  type PlainRequestOptions,
  type SettingNames,
} from '../wire/plain-request.ts';
export type { PlainAnswer, PlainPart, PlainResult, PlainTurn } from '../wire/plain-turns.ts';
export { parseRateLimits } from '../wire/rate-limits.ts';
export { redact } from '../wire/redact.ts';
export { createStreamReader, type StreamReader } from '../wire/read-stream.ts';
export { toResponseInfo } from '../wire/response-info.ts';
export { createSseDecoder, type SseDecoder, type SseEvent } from '../wire/sse.ts';
export { toInvalidResponse, toTruncatedError } from '../wire/wire-errors.ts';
export { createWireProvider, type WireProviderOptions } from '../models/wire-provider.ts';
