import { Agent } from '../agent/agent.ts';
import { callLog } from '../agent/call-log.ts';
import type { RunStream } from '../agent/run-stream.ts';
import type { Session } from '../agent/session.ts';
import type { CallRecord } from '../contracts/run-state.ts';
import { createId } from '../lib/id.ts';
import { threadStore } from '../memory/thread-store.ts';
import { pinnedStream } from './pinned-stream.ts';

/** Does work with the agent as it is now. */
type Pin<T> = <R>(work: (agent: Agent<T>) => Promise<R>) => Promise<R>;

/** A conversation each of whose runs takes the agent as it then is. */
export function pinnedSession<T>(thread: string = createId('thread'), pin: Pin<T>): Session<T> {
  const calls: CallRecord[] = [];
  const own = threadStore();
  const inSession = <R>(work: (session: Session<T>) => Promise<R>): Promise<R> =>
    pin(async (agent) => {
      const { memory = own } = agent.options;
      const session = new Agent({ ...agent.options, memory }).session({ thread });
      try {
        return await work(session);
      } finally {
        keep(calls, session.calls.all);
      }
    });
  const streamed = <R, O extends { readonly signal?: AbortSignal }>(
    options: O,
    stream: (session: Session<T>, options: O) => RunStream<R>,
  ): RunStream<R> =>
    pinnedStream<R, O>(options, (run, begin) => inSession((session) => begin(stream(session, run))));
  return {
    thread,
    calls: callLog(calls),
    run: (input, options) => inSession((session) => session.run(input, options)),
    turn: (options) => inSession((session) => session.turn(options)),
    resume: (state, options) => inSession((session) => session.resume(state, options)),
    stream: (input, options = {}) => streamed(options, (session, run) => session.stream(input, run)),
    turnStream: (options = {}) => streamed(options, (session, run) => session.turnStream(run)),
    resumeStream: (state, options = {}) =>
      streamed(options, (session, run) => session.resumeStream(state, run)),
  };
}

/** A resumed run brings its earlier calls again, in their newest state. */
function keep(calls: CallRecord[], newer: readonly CallRecord[]): void {
  for (const call of newer) {
    const known = calls.findIndex(({ callId }) => callId === call.callId);
    if (known < 0) calls.push(call);
    else calls[known] = call;
  }
}
