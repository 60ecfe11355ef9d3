/**
 * Attributes of generative AI as published: the names that @opentelemetry/semantic-conventions 1.45.0 exports (`ATTR_GEN_AI_*`,
 * `ATTR_MCP_*`), without those that the conventions have removed or renamed.
 */
export const publishedAttributes: ReadonlySet<string> = new Set(
  `gen_ai.agent.description gen_ai.agent.id gen_ai.agent.name gen_ai.agent.version gen_ai.conversation.id gen_ai.data_source.id
  gen_ai.embeddings.dimension.count gen_ai.evaluation.explanation gen_ai.evaluation.name gen_ai.evaluation.score.label
  gen_ai.evaluation.score.value gen_ai.input.messages gen_ai.operation.name gen_ai.output.messages gen_ai.output.type gen_ai.prompt.name
  gen_ai.provider.name gen_ai.request.choice.count gen_ai.request.encoding_formats gen_ai.request.frequency_penalty
  gen_ai.request.max_tokens gen_ai.request.model gen_ai.request.presence_penalty gen_ai.request.seed gen_ai.request.stop_sequences
  gen_ai.request.stream gen_ai.request.temperature gen_ai.request.top_k gen_ai.request.top_p gen_ai.response.finish_reasons
  gen_ai.response.id gen_ai.response.model gen_ai.response.time_to_first_chunk gen_ai.retrieval.documents gen_ai.retrieval.query.text
  gen_ai.system_instructions gen_ai.token.type gen_ai.tool.call.arguments gen_ai.tool.call.id gen_ai.tool.call.result
  gen_ai.tool.definitions gen_ai.tool.description gen_ai.tool.name gen_ai.tool.type gen_ai.usage.cache_creation.input_tokens
  gen_ai.usage.cache_read.input_tokens gen_ai.usage.input_tokens gen_ai.usage.output_tokens gen_ai.usage.reasoning.output_tokens
  gen_ai.workflow.name mcp.method.name mcp.protocol.version mcp.resource.uri mcp.session.id`.split(/\s+/),
);

/** What `model/gen-ai/spans.yaml` of open-telemetry/semantic-conventions-genai, at the commit in names.ts, requires of each kind of span. */
export const requiredAttributes: Readonly<Record<string, readonly string[]>> = {
  chat: ['gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.request.model'],
  invoke_agent: ['gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.agent.name'],
  execute_tool: ['gen_ai.operation.name', 'gen_ai.tool.name'],
};

/** Values of `gen_ai.operation.name` that are used here, likewise. */
export const publishedOperations = ['chat', 'invoke_agent', 'execute_tool'];
