/** What is needed of a LangChain tool, whatever version or class it is: `StructuredTool`, `DynamicTool`, what `tool()` or `asTool()` made. */
export interface LangChainTool {
  readonly name: string;
  readonly description?: string | undefined;
  /** zod 3, zod 4 or JSON Schema. */
  readonly schema: unknown;
  /** An agent stops with its result. */
  readonly returnDirect?: boolean;
  readonly tags?: string[] | undefined;
  invoke(input: never, config?: never): Promise<unknown>;
}

/** A LangChain toolkit: several tools that belong together. */
export interface LangChainToolkit {
  getTools(): readonly LangChainTool[];
}

export function isLangChainTool(value: unknown): value is LangChainTool {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'schema' in value &&
    'invoke' in value &&
    typeof value.invoke === 'function'
  );
}

export function isLangChainToolkit(value: unknown): value is LangChainToolkit {
  return (
    typeof value === 'object' && value !== null && 'getTools' in value && typeof value.getTools === 'function'
  );
}
