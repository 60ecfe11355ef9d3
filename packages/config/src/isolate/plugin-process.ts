import { ConfigError, type JsonValue } from '@pegboard/core';
import type { PluginContext } from '@pegboard/core/plugin';
import { answerQuestion } from './answer-question.ts';
import { type Child, startChild } from './child-process.ts';
import type { ReadAnswer, SetupMessage, ToolMessage } from './messages.ts';
import type { Sandbox } from './sandbox.ts';
import { toldByChild } from './told-by-child.ts';

interface ProcessOptions {
  /** What the plugin has told of itself. */
  readonly told: ReadAnswer;
  readonly sandbox: Sandbox;
  readonly file: string;
  readonly envNames: readonly string[];
  readonly onWarning: (name: string, cause: string, hint: string) => void;
}

interface Running {
  readonly child: Child;
  readonly tools: readonly ToolMessage[];
}

export interface PluginProcess {
  /** The process with the plugin set up in it; starts it where it is not there. */
  readonly ready: () => Promise<Running>;
  readonly end: () => Promise<void>;
}

/** Crashes in a minute after which a plugin is left alone. */
const maxCrashes = 5;

/** Milliseconds for the plugin to dispose of what it holds. */
const disposeMs = 2_000;

/** Keeps one process with the plugin set up in it, and starts another one after a crash. */
export function createPluginProcess(ctx: PluginContext<JsonValue>, options: ProcessOptions): PluginProcess {
  let running: Promise<Running> | undefined;
  let crashes: readonly number[] = [];
  const ofLastMinute = (): readonly number[] => crashes.filter((at) => at > Date.now() - 60_000);
  const onCrash = (how: string): void => {
    running = undefined;
    crashes = [...ofLastMinute(), Date.now()];
    const hint = 'Calls that it was working on have failed; the next one starts it anew';
    options.onWarning(ctx.name, `its process ${how}`, hint);
  };
  const start = async (): Promise<Running> => {
    if (ofLastMinute().length >= maxCrashes) throw tooManyCrashes(ctx.name);
    return startPlugin(ctx, options, onCrash);
  };
  const ready = (): Promise<Running> => {
    running ??= start().catch((error: unknown) => {
      // The next call tries again.
      running = undefined;
      throw error;
    });
    return running;
  };
  return {
    ready,
    async end() {
      const last = await running?.catch(() => undefined);
      if (!last || last.child.isOver()) return;
      await Promise.race([last.child.request({ type: 'dispose' }).catch(() => {}), pause(disposeMs)]);
      await last.child.end();
    },
  };
}

async function startPlugin(
  ctx: PluginContext<JsonValue>,
  options: ProcessOptions,
  onCrash: (how: string) => void,
): Promise<Running> {
  const { name, signal, log } = ctx;
  const onAsk: Parameters<typeof startChild>[0]['onAsk'] = (question) => answerQuestion(question, ctx);
  const child = startChild({ name, sandbox: options.sandbox, onAsk, log, onCrash });
  try {
    await child.request({ type: 'read', file: options.file }, { signal });
    const told = await child.request({ type: 'setup', setup: setupMessage(options, ctx) }, { signal });
    return { child, tools: toldByChild.tools(told) };
  } catch (error) {
    await child.end();
    throw error;
  }
}

function setupMessage({ told, envNames }: ProcessOptions, ctx: PluginContext<JsonValue>): SetupMessage {
  const declared = told.permissions?.env ?? [];
  const names = declared.flatMap((name) =>
    name.endsWith('*') ? envNames.filter((one) => one.startsWith(name.slice(0, -1))) : name,
  );
  const env = Object.fromEntries(
    names.flatMap((name) => (ctx.env[name] === undefined ? [] : [[name, ctx.env[name]]])),
  );
  return { name: ctx.name, config: ctx.config, env, envNames: declared };
}

function tooManyCrashes(name: string): ConfigError {
  return new ConfigError({
    code: 'internal',
    what: `The process of the plugin "${name}" has ended ${maxCrashes} times within a minute`,
    fix: 'Wait, or look at its log and mend it',
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
