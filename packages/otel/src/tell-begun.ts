import type { Begun, RunScope } from './run-scope.ts';
import { addUsage } from '@pegboard/core/models';
import { genAi, own } from './names.ts';
import { report } from './report.ts';
import { ChatSpan } from './spans/chat-span.ts';

const most = 64;
const longestMs = 200;

/** Notes a call that begins. Those that are over are told of when 64 have begun, 200 ms after the first of them, and at the end of the run. */
export function noteBegin(scope: RunScope, span: Begun['span']): void {
  const { messages, calls, usd = 0 } = scope.state;
  const { begun } = scope;
  begun.push({ span, messages: messages.length, calls: calls.length, usd });
  if (begun.length - scope.left >= most) tellBegun(scope);
  else startTimer(scope);
}

/** Notes that one is over. */
export function noteEnd(scope: RunScope): void {
  if (scope.isOver) tellBegun(scope);
  else startTimer(scope);
}

function startTimer(scope: RunScope): void {
  if (scope.timer !== undefined) return;
  const timer: ReturnType<typeof setTimeout> & { readonly unref?: () => void } = setTimeout(
    () => tellBegun(scope),
    longestMs,
  );
  // Where timers hold up the end of a process they are objects; elsewhere they are numbers.
  timer.unref?.();
  scope.timer = timer;
}

/** Tells of what is over, parents before children: the SDK is asked for a parent with its first child. */
export function tellBegun(scope: RunScope): void {
  clearTimeout(scope.timer);
  scope.timer = undefined;
  const { begun, left } = scope;
  // What a processor of spans begins meanwhile is added here, too.
  const open: Begun[] = [];
  scope.begun = open;
  begun.forEach((one, at) => {
    if (at >= left) tellCalls(scope, one);
    const after = placeAfter(scope, begun, at);
    if (after) attempt(() => tell(scope, one, after));
    else open.push(one);
  });
  scope.left = open.length;
}

type Place = Pick<Begun, 'messages' | 'usd'>;

/** Where the run stood after a call; undefined when it is not over, or its answer may not be recorded yet. */
function placeAfter({ isOver, state }: RunScope, begun: readonly Begun[], at: number): Place | undefined {
  const { span } = begun[at] ?? {};
  const endedAt = span?.endedAt;
  if (endedAt === undefined) return undefined;
  const now: Place = { messages: state.messages.length, usd: state.usd ?? 0 };
  if (!(span instanceof ChatSpan)) return now;
  // A call of a tool that is started early begins while the model still writes.
  for (let place = at + 1; place < begun.length; place++) {
    const later = begun[place];
    if (later && later.span.startedAt >= endedAt) return later;
  }
  return isOver ? now : undefined;
}

function tell(scope: RunScope, { span, messages, usd: before }: Begun, after: Place): void {
  if (!(span instanceof ChatSpan)) return span.tell();
  const answer = scope.state.messages
    .slice(messages, after.messages)
    .find(({ role }) => role === 'assistant');
  const origin = answer?.role === 'assistant' ? answer.origin : undefined;
  const usd = after.usd > before ? after.usd - before : undefined;
  scope.provider = span.origin?.provider ?? origin?.provider ?? scope.provider;
  scope.usage = addUsage(scope.usage, span.usage);
  if (usd !== undefined) scope.usd = (scope.usd ?? 0) + usd;
  span.tell({ origin, usd });
}

/** Calls that never ran, because they were denied or could not be read, have no span: the run tells of them when the model is asked again. */
function tellCalls(scope: RunScope, { span, calls }: Begun): void {
  if (span instanceof ChatSpan) tellNotRun(scope, calls, span.timeOf(span.startedAt));
  else scope.ran.add(span.callId);
}

/** The same of so many of the first calls. */
export function tellNotRun(scope: RunScope, end: number, time: number): void {
  const { span, state, ran } = scope;
  for (const { callId, name, phase, status = '' } of state.calls.slice(scope.calls, end)) {
    if (phase !== 'settled' || status === 'success' || ran.has(callId)) continue;
    const attributes = { [genAi.toolName]: name, [genAi.toolCallId]: callId, [own.toolStatus]: status };
    span.addEvent('pegboard.tool_not_run', attributes, time);
  }
  scope.calls = end;
  ran.clear();
}

function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    report(error);
  }
}
