import { type AnyTool, ConfigError, type JsonValue } from '@pegboard/core';
import { fromLangChain } from '../tools/from-lang-chain.ts';
import { isLangChainTool, isLangChainToolkit } from '../tools/lang-chain-tool.ts';
import { loadClass } from './load-class.ts';

/** One entry of `langchainTools`: the name of a class, or how to make it. */
export type LangChainToolEntry = string | LangChainToolSpec;

export interface LangChainToolSpec {
  /** Name of the class, such as `WikipediaQueryRun`. */
  readonly use: string;
  /** The module that exports it. */
  readonly from?: string;
  /** What its constructor takes; a list: its arguments. */
  readonly config?: JsonValue;
  /** In place of the tool's own. */
  readonly name?: string;
  readonly description?: string;
  readonly timeoutMs?: number;
  readonly trust?: 'trusted' | 'untrusted';
}

/** Makes the tools that a configuration names. All of them are loaded and made at once, so that what is missing is told at the start. */
export async function toolsFromConfig(entries: readonly LangChainToolEntry[]): Promise<readonly AnyTool[]> {
  const made = await Promise.all(
    entries.map((entry) => toolsOf(typeof entry === 'string' ? { use: entry } : entry)),
  );
  return made.flat();
}

async function toolsOf(spec: LangChainToolSpec): Promise<readonly AnyTool[]> {
  const { use, from, config, name, description, timeoutMs, trust } = spec;
  const ToolClass = await loadClass(use, from);
  const instance = make(use, () => new ToolClass(...argumentsOf(config, ToolClass.length)));
  const shared = { ...(timeoutMs !== undefined && { timeoutMs }), ...(trust && { trust }) };
  if (isLangChainToolkit(instance)) return fromLangChain(instance, shared);
  if (isLangChainTool(instance)) {
    const named = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
    return [fromLangChain(instance, { ...shared, ...named })];
  }
  throw new ConfigError({
    code: 'invalid-tool',
    what: `langchainTools: ${use} is no LangChain tool`,
    evidence: 'its instances have no name, schema and invoke, and no getTools',
    fix: 'Name the class of a tool or of a toolkit',
  });
}

/** Without a config: nothing, where the constructor has a default of its own, such as a key from the environment. */
function argumentsOf(config: JsonValue | undefined, expected: number): readonly JsonValue[] {
  if (config === undefined) return expected === 0 ? [] : [{}];
  return Array.isArray(config) ? (config as readonly JsonValue[]) : [config];
}

function make(use: string, work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    throw new ConfigError({
      what: `langchainTools: ${use} cannot be made`,
      evidence: cause instanceof Error ? cause.message : 'its constructor has thrown',
      fix: 'Put what its constructor takes into `config`; keys as "${env:NAME}"',
      cause,
    });
  }
}
