import { type Attributes, context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { addUsage } from '@pegboard/core/models';
import type { RunHook, RunState, TurnContext } from '@pegboard/core';
import { errorType, genAi, own } from '../names.ts';
import { providerName } from '../provider-name.ts';
import type { RunScope, RunScopes } from '../run-scope.ts';
import type { Telemetry } from '../telemetry.ts';
import { isTraced, within } from '../traced-work.ts';
import { usageAttributes } from './chat-span.ts';

/** A span around each run; everything in the run happens inside of it, in tools and agents of tools too. */
export function traceRun(telemetry: Telemetry, scopes: RunScopes): RunHook {
  return async (info, next) => {
    const { agent, runId, thread, signal } = info;
    if (isTraced(runId)) return void (await next());
    const parent = context.active();
    const startedAt = performance.now();
    const attributes = {
      ...telemetry.attributes,
      [genAi.operation]: 'invoke_agent',
      [genAi.agentName]: agent,
      ...(thread !== undefined && { [genAi.conversation]: thread }),
    };
    const span = telemetry.tracer.startSpan(
      `invoke_agent ${agent}`,
      { kind: SpanKind.INTERNAL, attributes: { ...attributes, [own.runId]: runId } },
      parent,
    );
    const scope: RunScope = {
      span,
      context: within(parent, span, runId),
      state: undefined,
      model: undefined,
      provider: undefined,
      chat: undefined,
      usage: {},
      usd: undefined,
      usdBefore: 0,
      told: new Set(),
    };
    scopes.set(signal, scope);
    try {
      scope.state = await context.with(scope.context, next);
    } finally {
      settleChat(scope);
      tellCalls(scope);
      const found = { ...outcome(scope), ...(signal.aborted && !scope.state && { [own.cancelled]: true }) };
      span.setAttributes(found);
      const endedAt = performance.now();
      telemetry.meters()?.agentDuration.record((endedAt - startedAt) / 1000, {
        ...telemetry.attributes,
        [genAi.operation]: 'invoke_agent',
        [genAi.agentName]: agent,
        ...only(found, [genAi.provider, genAi.requestModel, errorType]),
      });
      span.end(endedAt);
    }
  };
}

/** Called before each turn: the answer of the one before is in the state by then. */
export function beginTurn(scope: RunScope, { state }: TurnContext): void {
  if (!scope.state) for (const call of state.calls) if (call.turn < state.turn) scope.told.add(call.callId);
  scope.state = state;
  settleChat(scope);
  tellCalls(scope);
  scope.usdBefore = state.usd ?? 0;
}

/** Closes the span of the call of a model that is over, once the run has recorded its answer. */
export function settleChat(scope: RunScope): void {
  const { chat, state, usdBefore } = scope;
  if (!chat) return;
  scope.chat = undefined;
  scope.usdBefore = state?.usd ?? 0;
  const answer = state?.messages.findLast((message) => message.role === 'assistant');
  const origin = answer?.role === 'assistant' ? answer.origin : undefined;
  const spent = state?.usd === undefined ? undefined : state.usd - usdBefore;
  const usd = spent !== undefined && spent > 0 ? spent : undefined;
  scope.provider = chat.origin?.provider ?? origin?.provider ?? scope.provider;
  scope.usage = addUsage(scope.usage, chat.usage);
  if (usd !== undefined) scope.usd = (scope.usd ?? 0) + usd;
  chat.close({ origin, usd });
}

/** Calls that never ran, because they were denied or could not be read, have no span: the run tells of them. */
function tellCalls({ span, state, told }: RunScope): void {
  for (const { callId, name, phase, status = '' } of state?.calls ?? []) {
    if (phase !== 'settled' || told.has(callId)) continue;
    told.add(callId);
    if (status === 'success') continue;
    span.addEvent('pegboard.tool_not_run', {
      [genAi.toolName]: name,
      [genAi.toolCallId]: callId,
      [own.toolStatus]: status,
    });
  }
}

function outcome({ span, state, model, provider, usage, usd }: RunScope): Attributes {
  const known = {
    [genAi.provider]: providerName(provider),
    ...(model !== undefined && { [genAi.requestModel]: model }),
    ...usageAttributes(usage),
    ...(usd !== undefined && { [own.cost]: usd }),
  };
  return state ? { ...known, ...stateAttributes(state, span) } : known;
}

/** Waiting for approval, reaching a limit and being cancelled are ways to end, not errors. */
function stateAttributes(state: RunState, span: RunScope['span']): Attributes {
  const { status, stopReason, agent, turn, handoffs = [], error } = state;
  const last = state.messages.at(-1);
  const finish = last?.role === 'assistant' ? last.finish?.unified : undefined;
  if (status === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
  return {
    [own.runStatus]: status,
    [own.turns]: turn,
    ...(stopReason && { [own.stopReason]: stopReason }),
    ...(agent.version !== undefined && { [genAi.agentVersion]: agent.version }),
    ...(finish && {
      [genAi.finishReasons]: [finish.replaceAll('-', '_').replace('tool_calls', 'tool_call')],
    }),
    ...(handoffs.length > 0 && { [own.handoffs]: handoffs.map((one) => one.agent) }),
    ...(status === 'failed' && { [errorType]: error?.code ?? '_OTHER' }),
  };
}

function only(attributes: Attributes, keys: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)));
}
