import {
  type Attributes,
  context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { addUsage } from '@pegboard/core/models';
import type { RunHook, RunState } from '@pegboard/core';
import { createBacklog } from '../backlog.ts';
import { errorType, genAi, own } from '../names.ts';
import { providerName } from '../provider-name.ts';
import type { RunScope, RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { isSpanOf, work } from '../traced-work.ts';
import { type ChatSpan, finishReason, tellUsage } from './chat-span.ts';

/** A span around each run; everything in the run happens inside of it, in tools and agents of tools too. */
export function traceRun(telemetry: Telemetry, scopes: RunScopes): RunHook {
  return async (info, next) => {
    const { agent, runId, thread, signal, state } = info;
    const parent = context.active();
    if (isSpanOf(trace.getSpan(parent), runId)) return void (await next());
    const startedAt = performance.now();
    const span = telemetry.tracer.startSpan(
      `invoke_agent ${agent}`,
      {
        kind: SpanKind.INTERNAL,
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
      isIdle: !isAnyone(span) && !telemetry.meters(),
      backlog: createBacklog(),
      state,
      model: undefined,
      provider: undefined,
      chat: undefined,
      answerAt: 0,
      usage: {},
      usd: undefined,
      usdBefore: 0,
      calls: settledBefore(state),
      ran: new Set(),
    };
    scopes.set(signal, scope);
    try {
      await context.with(scope.context, next);
    } finally {
      settleChat(scope);
      tellCalls(scope);
      scope.backlog.close();
      const found = outcome(scope);
      span.setAttributes(found);
      const endedAt = performance.now();
      telemetry.meters()?.agentDuration.record(
        (endedAt - startedAt) / 1000,
        {
          ...telemetry.attributes,
          [genAi.operation]: 'invoke_agent',
          [genAi.agentName]: agent,
          ...only(found, [genAi.provider, genAi.requestModel, errorType]),
        },
        scope.context,
      );
      span.end(endedAt);
    }
  };
}

/** Without an SDK, and where tracing is suppressed, there are no ids. Spans that a sampler left out have some: it may want their children. */
function isAnyone(span: Span): boolean {
  return span.isRecording() || isSpanContextValid(span.spanContext());
}

/** Called when the model is asked: the answer of the time before is in the state by then. */
export function beginChat(scope: RunScope, chat: ChatSpan, model: string): void {
  const { state } = scope;
  settleChat(scope);
  tellCalls(scope);
  scope.chat = chat;
  scope.model = model;
  scope.answerAt = state.messages.length;
  scope.usdBefore = state.usd ?? 0;
}

/** Leaves the call of the model that is over to be told of, once the run has recorded its answer. */
export function settleChat(scope: RunScope): void {
  const { chat, state, answerAt, usdBefore } = scope;
  if (!chat) return;
  scope.chat = undefined;
  const answerEnd = state.messages.length;
  const spent = (state.usd ?? 0) - usdBefore;
  scope.backlog.add(() => {
    const answer = state.messages.slice(answerAt, answerEnd).find(({ role }) => role === 'assistant');
    const origin = answer?.role === 'assistant' ? answer.origin : undefined;
    const usd = spent > 0 ? spent : undefined;
    scope.provider = chat.origin?.provider ?? origin?.provider ?? scope.provider;
    scope.usage = addUsage(scope.usage, chat.usage);
    if (usd !== undefined) scope.usd = (scope.usd ?? 0) + usd;
    chat.tell({ origin, usd });
  });
}

/** Calls that never ran, because they were denied or could not be read, have no span: the run tells of them. */
function tellCalls(scope: RunScope): void {
  const { span, state, ran } = scope;
  const { calls } = state;
  for (let at = scope.calls; at < calls.length; at++) {
    const { callId = '', name, phase, status } = calls[at] ?? {};
    if (phase !== 'settled' || status === 'success' || ran.has(callId)) continue;
    span.addEvent('pegboard.tool_not_run', {
      [genAi.toolName]: name,
      [genAi.toolCallId]: callId,
      [own.toolStatus]: status,
    });
  }
  scope.calls = calls.length;
  ran.clear();
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
