import type { Message } from '../../contracts/message.ts';
import type { AnySchema } from '../../contracts/standard-schema.ts';
import { PegboardError } from '../../errors/pegboard-error.ts';
import { textOf, userMessage } from '../../messages/builders.ts';
import { lowerOutput } from '../../models/lower-output.ts';
import type { ActiveRun } from '../active-run.ts';
import type { RunConfig } from '../run-config.ts';
import type { OutputReading, ReadOptions, RunOutput } from '../run-output.ts';
import { listenForJson } from './listen-for-json.ts';
import { outputTask } from './output-task.ts';
import { readOutput, validateOutput } from './read-output.ts';
import { splitJson } from './split-json.ts';

/** The `output` of one run. Throws `ConfigError` for a schema that cannot be shown to a model. */
export function typedOutput(schema: AnySchema, config: RunConfig): RunOutput<ActiveRun> {
  const { outputMode } = config;
  const task = outputTask(schema);
  const { spec, wrapped } = task;
  let value: unknown;
  const withoutJson: RunOutput<ActiveRun>['withoutJson'] = (result) => {
    const { shown, json } = splitJson(result.text, wrapped);
    return { ...result, text: json === '' ? shown : shown.trimEnd() };
  };
  const read: RunOutput<ActiveRun>['read'] = (messages, how) => {
    const texts = lastTexts(messages);
    return readOutput([texts.at(-1) ?? '', texts.join('')], task, how);
  };
  return {
    spec,
    read,
    lower: ({ provider }, textProtocol) => lowerOutput(provider, outputMode, textProtocol),
    // Who answered with prose is not offered tools again: it has had its say.
    ask: (request, { state }) => ({
      ...request,
      output: spec,
      ...(state.refusedOutputs?.at(-1) === state.turn - 1 &&
        splitJson(lastTexts(state.messages).join(''), wrapped).json === '' && { toolChoice: 'none' }),
    }),
    listen: (listener) => listenForJson(listener, wrapped),
    async accept(run) {
      const reading = await read(run.state.messages, options(run));
      if (!reading.ok) return refuse(run, reading.problem);
      ({ value } = reading);
      return true;
    },
    async finish(run, { output: ended, ...result }) {
      const reading = ended === undefined ? undefined : await readFinal(run, schema, ended);
      if (reading?.ok) ({ value } = reading);
      return { ...withoutJson(result), ...(value !== undefined && { output: value }) };
    },
    withoutJson,
  };
}

/** The value of a tool that has ended the run. */
async function readFinal(run: ActiveRun, schema: AnySchema, value: unknown): Promise<OutputReading> {
  const reading = await validateOutput(value, schema, options(run)).catch((): OutputReading => ({
    ok: false,
    problem: 'it could not be validated',
  }));
  if (!reading.ok) {
    const message = `The result of the tool that ended the run is not its output: ${reading.problem}`;
    run.emit?.({ type: 'warning', code: 'output-refused', message });
  }
  return reading;
}

function options({ config, signal }: ActiveRun): ReadOptions {
  return { hookMs: config.timeouts.hookMs, signal, repairJson: config.repairJson };
}

/** The text parts of the last answer, with what came before pauses of the provider. */
function lastTexts(messages: readonly Message[]): readonly string[] {
  let texts: readonly string[] = [];
  const last = messages.findLastIndex((message) => message.role === 'assistant');
  for (let at = last; at >= 0; at--) {
    const message = messages[at];
    if (message?.role !== 'assistant' || (at < last && message.finish?.unified !== 'pause')) break;
    const parts = message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    texts = [...parts, ...texts];
  }
  return texts;
}

async function refuse(run: ActiveRun, problem: string): Promise<false> {
  const { state, config } = run;
  const tries = state.refusedOutputs?.length ?? 0;
  const { maxOutputRetries = 2 } = config;
  if (tries >= maxOutputRetries) {
    const last = state.messages.at(-1);
    throw new PegboardError({
      code: 'invalid-response',
      what: `The model gave no valid output in ${tries + 1} answers`,
      evidence: `${problem}; the last answer: ${(last ? textOf(last) : '').slice(0, 200).toWellFormed()}`,
      fix: 'Say more in the instructions, make the schema easier, or raise maxOutputRetries',
    });
  }
  const text = `Your final answer was not accepted: ${problem}\nGive your final answer again, complete and in the form that was asked for.`;
  await run.record({ type: 'output-refused', message: userMessage(text) });
  const message = `The answer gave no valid output, the model is asked again: ${problem}`;
  run.emit?.({ type: 'warning', code: 'output-refused', message });
  return false;
}
