/**
 * Names of OpenTelemetry's conventions for generative AI, pinned; they are still in development there. Attributes and client metrics are
 * those of @opentelemetry/semantic-conventions 1.45.0, and of `model/gen-ai` in open-telemetry/semantic-conventions-genai at
 * e8fc5751506258db1459d1bde47994e01dee922e, to which they have moved. The two durations of agents and tools are in that repository at
 * 004902b8cb70aa5ae6ca4ae07132b7daabcd3e10; whether a release holds them could not be verified.
 */
export const genAi = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  agentName: 'gen_ai.agent.name',
  agentVersion: 'gen_ai.agent.version',
  conversation: 'gen_ai.conversation.id',
  requestModel: 'gen_ai.request.model',
  stream: 'gen_ai.request.stream',
  maxTokens: 'gen_ai.request.max_tokens',
  temperature: 'gen_ai.request.temperature',
  topP: 'gen_ai.request.top_p',
  stop: 'gen_ai.request.stop_sequences',
  seed: 'gen_ai.request.seed',
  outputType: 'gen_ai.output.type',
  responseId: 'gen_ai.response.id',
  responseModel: 'gen_ai.response.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  firstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheRead: 'gen_ai.usage.cache_read.input_tokens',
  cacheCreation: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  tokenType: 'gen_ai.token.type',
  toolName: 'gen_ai.tool.name',
  toolCallId: 'gen_ai.tool.call.id',
  toolDescription: 'gen_ai.tool.description',
  toolType: 'gen_ai.tool.type',
  toolArguments: 'gen_ai.tool.call.arguments',
  toolResult: 'gen_ai.tool.call.result',
  toolDefinitions: 'gen_ai.tool.definitions',
  instructions: 'gen_ai.system_instructions',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
} as const;

/** Likewise in `model/mcp`. */
export const mcpMethod = 'mcp.method.name';

/** Stable in the general conventions. */
export const errorType = 'error.type';

/** What the conventions have no name for. */
export const own = {
  runId: 'pegboard.run.id',
  runStatus: 'pegboard.run.status',
  stopReason: 'pegboard.run.stop_reason',
  turn: 'pegboard.turn',
  turns: 'pegboard.run.turns',
  handoffs: 'pegboard.run.handoffs',
  cost: 'pegboard.cost.usd',
  toolStatus: 'pegboard.tool.status',
  cancelled: 'pegboard.cancelled',
  mcpServer: 'pegboard.mcp.server',
} as const;

export const metricNames = {
  tokens: 'gen_ai.client.token.usage',
  chatDuration: 'gen_ai.client.operation.duration',
  firstChunk: 'gen_ai.client.operation.time_to_first_chunk',
  agentDuration: 'gen_ai.invoke_agent.duration',
  toolDuration: 'gen_ai.execute_tool.duration',
  cost: 'pegboard.client.cost',
} as const;
