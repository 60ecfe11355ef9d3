import {
  type Attributes,
  context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { RunHook, RunState } from '@pegboard/core';
import { takeAnchor } from '../anchor.ts';
import { errorType, genAi, own } from '../names.ts';
import { providerName } from '../provider-name.ts';
import type { RunScope, RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { tellBegun, tellNotRun } from '../tell-begun.ts';
import { isSpanOf, work } from '../traced-work.ts';
import { finishReason, tellUsage } from './chat-span.ts';

/** A span around each run; everything in the run happens inside of it, in tools and agents of tools too. */
export function traceRun(telemetry: Telemetry, scopes: RunScopes): RunHook {
  return async (info, next) => {
    const { agent, runId, thread, signal, state } = info;
    const parent = context.active();
    if (isSpanOf(trace.getSpan(parent), runId)) return void (await next());
    const anchor = takeAnchor();
    const span = telemetry.tracer.startSpan(
      `invoke_agent ${agent}`,
      {
        kind: SpanKind.INTERNAL,
        startTime: anchor.time,
        attributes: {
          ...telemetry.attributes,
          [genAi.operation]: 'invoke_agent',
          [genAi.agentName]: agent,
          ...(thread !== undefined && { [genAi.conversation]: thread }),
          [own.runId]: runId,
        },
      },
      parent,
    );
    Reflect.set(span, work, runId);
    const scope: RunScope = {
      span,
      context: trace.setSpan(parent, span),
      anchor,
      isIdle: !isAnyone(span) && !telemetry.meters(),
      state,
      begun: [],
      left: 0,
      timer: undefined,
      isOver: false,
      model: undefined,
      provider: undefined,
      usage: {},
      usd: undefined,
      calls: settledBefore(state),
      ran: new Set(),
    };
    scopes.set(signal, scope);
    try {
      await context.with(scope.context, next);
    } finally {
      scope.isOver = true;
      scopes.delete(signal);
      tellBegun(scope);
      tellNotRun(scope, state.calls.length, Date.now());
      const found = outcome(scope);
      span.setAttributes(found);
      const endedMs = performance.now() - anchor.reading;
      telemetry.meters()?.agentDuration.record(
        endedMs / 1000,
        {
          ...telemetry.attributes,
          [genAi.operation]: 'invoke_agent',
          [genAi.agentName]: agent,
          ...only(found, [genAi.provider, genAi.requestModel, errorType]),
        },
        scope.context,
      );
      span.end(anchor.time + endedMs);
    }
  };
}

/** Without an SDK, and where tracing is suppressed, there are no ids. Spans that a sampler left out have some: it may want their children. */
function isAnyone(span: Span): boolean {
  return span.isRecording() || isSpanContextValid(span.spanContext());
}

/** How many calls were over before the run was resumed. */
function settledBefore({ messages, calls, turn }: RunState): number {
  return messages.at(-1)?.role === 'assistant'
    ? calls.filter((call) => call.turn < turn).length
    : calls.length;
}

/** Waiting for approval, reaching a limit and being cancelled are ways to end, not errors. */
function outcome({ span, state, model, provider, usage, usd }: RunScope): Attributes {
  const { status, stopReason, agent, turn, handoffs = [], error } = state;
  const last = state.messages.at(-1);
  const finish = last?.role === 'assistant' ? last.finish : undefined;
  if (status === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
  const told: Attributes = {
    [genAi.provider]: providerName(provider),
    [own.runStatus]: status,
    [own.turns]: turn,
  };
  tellUsage(told, usage);
  if (model !== undefined) told[genAi.requestModel] = model;
  if (usd !== undefined) told[own.cost] = usd;
  if (stopReason) told[own.stopReason] = stopReason;
  if (agent.version !== undefined) told[genAi.agentVersion] = agent.version;
  if (finish) told[genAi.finishReasons] = [finishReason(finish)];
  if (handoffs.length > 0) told[own.handoffs] = handoffs.map((one) => one.agent);
  if (status === 'failed') told[errorType] = error?.code ?? '_OTHER';
  return told;
}

function only(attributes: Attributes, keys: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)));
}
