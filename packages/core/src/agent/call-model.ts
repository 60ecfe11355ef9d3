import type { AssistantMessage } from '../contracts/message.ts';
import type { Provider } from '../contracts/provider.ts';
import { createId } from '../lib/id.ts';
import { costOf } from '../models/usage.ts';
import { type ActiveRun, emitResult, isPaused } from './active-run.ts';
import { modelStream } from './model-stream.ts';
import type * as PartialInputs from './partial-inputs.ts';
import { prepareTurn } from './prepare-turn.ts';
import { readCalls } from './read-calls.ts';
import { type AnswerListener, receiveAnswer } from './receive-answer.ts';
import { onDemand } from './load-on-demand.ts';

/** Calls the model once and records its answer, with all its tool calls read and validated. */
export async function callModel(run: ActiveRun): Promise<AssistantMessage> {
  const { state, config } = run;
  const paused = isPaused(run);
  const begun = !paused && run.record({ type: 'turn', turn: state.turn + 1, elapsedMs: run.elapsedMs() });
  if (begun) await begun;
  run.validated.clear();
  const preparing = prepareTurn(run);
  const prepared = 'then' in preparing ? await preparing : preparing;
  const request = run.output?.ask(prepared, run) ?? prepared;
  if (!paused) run.emit?.({ type: 'turn-start', tools: request.tools.map((tool) => tool.name) });
  run.partialText = '';
  const onText = (text: string): void => {
    run.partialText += text;
    run.onText?.(text);
  };
  const onRestart = (): void => {
    run.partialText = '';
    run.eager?.drop();
  };
  run.eager?.drop();
  run.eager = config.eager ? (await onDemand()).startEager(run) : undefined;
  const where = { provider: config.provider.name, model: config.model };
  const listener: AnswerListener = {
    emit: run.emit,
    onText,
    onRestart,
    ...(run.eager && { onCall: run.eager.start }),
    ...(run.emit && (run.output || run.tools.size > 0) && (await deltaEvents())),
  };
  run.stream ??= await hookedStream(run);
  const stream = run.stream(request);
  const events = config.guarded ? (await onDemand()).guardOutput(run, stream) : stream;
  const answer = await receiveAnswer(events, run.output?.listen(listener) ?? listener, where);
  if (!answer) throw (await onDemand()).answerFault(answer, where);
  const { finish, usage, origin } = answer;
  const usd = costOf(config, answer);
  const spent = { usage, requests: 1, ...(usd !== undefined && { usd }) };
  if (finish.unified === 'error') {
    await run.record({ type: 'usage', ...spent });
    throw (await onDemand()).answerFault(answer, where);
  }
  const { content, calls } = await readCalls(run, answer);
  run.partialText = '';
  const message: AssistantMessage = {
    id: createId('msg'),
    role: 'assistant',
    content,
    origin,
    finish,
    usage,
  };
  const recorded = run.record({ type: 'answer', message, calls, ...spent });
  if (recorded) await recorded;
  run.emit?.({ type: 'answer', message, finish, usage });
  for (const call of calls) {
    run.emit?.({
      type: 'tool-call',
      callId: call.callId,
      name: call.name,
      ...(call.input && { input: call.input }),
      ...(call.repairs && { repairs: call.repairs }),
    });
    if (call.phase === 'settled') emitResult(run, call);
  }
  return message;
}

/** The model with everything around it. Hooks are loaded with the first run that has some. */
async function hookedStream(run: ActiveRun): Promise<Provider['stream']> {
  const stream = modelStream(run.config, run.output?.lower);
  if (!run.config.hooks.some(({ model }) => model)) return stream;
  return (await onDemand()).aroundModel(run, stream);
}

let loading: Promise<typeof PartialInputs> | undefined;

/** The reader of partial JSON is loaded only where somebody may look at them. */
async function deltaEvents(): Promise<Pick<AnswerListener, 'deltaEvent' | 'grow'>> {
  const { createDeltaEvents, growingJson } = await (loading ??= import('./partial-inputs.ts'));
  return { grow: growingJson, deltaEvent: createDeltaEvents() };
}
