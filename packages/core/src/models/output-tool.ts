import type { ReasoningPart } from '../contracts/message.ts';
import type {
  ModelBatch,
  ModelEvent,
  ModelRequest,
  OutputSpec,
  RawToolCall,
  ToolChoice,
  ToolSpec,
} from '../contracts/provider.ts';
import { isRetry } from './is-retry.ts';

const specs = new WeakMap<OutputSpec, Map<string, ToolSpec>>();

/** Offers a tool that takes the output as its input, and gives its call as the text of the answer. */
export async function* outputTool(
  request: ModelRequest,
  output: OutputSpec,
  next: (request: ModelRequest) => AsyncIterable<ModelBatch>,
): AsyncGenerator<ModelBatch> {
  const names = new Set(request.tools.map((tool) => tool.name));
  const tool = toolOf(output, freeName(names));
  let answer = new AnswerOfTool(tool.name, names);
  const asked = { ...request, tools: [...request.tools, tool], toolChoice: choiceOf(request, tool) };
  for await (const batch of next(asked)) {
    yield batch.flatMap((event) => {
      if (isRetry(event)) answer = new AnswerOfTool(tool.name, names);
      return answer.read(event);
    });
  }
}

function freeName(names: ReadonlySet<string>): string {
  let name = 'final_answer';
  for (let number = 2; names.has(name); number++) name = `final_answer_${number}`;
  return name;
}

/** The same object in every turn, so that a codec can keep what it rendered by identity. */
function toolOf(output: OutputSpec, name: string): ToolSpec {
  const known = specs.get(output) ?? new Map<string, ToolSpec>();
  specs.set(output, known);
  const description =
    output.description ??
    'Gives your final answer to the user. Call it once, alone, when you have everything that it needs; an answer in any other form is not seen.';
  const spec = known.get(name) ?? { name, description, inputSchema: output.schema };
  known.set(name, spec);
  return spec;
}

/** Where no other tool may or can be called, the answer is all that is left. */
function choiceOf({ tools, builtinTools, toolChoice }: ModelRequest, { name }: ToolSpec): ToolChoice {
  const alone = tools.length === 0 && builtinTools.length === 0;
  return toolChoice === 'none' || alone ? { tool: name } : toolChoice;
}

/** Turns the events of an answer that calls the tool into those of one whose text is the JSON. */
class AnswerOfTool {
  readonly #name: string;
  readonly #others: ReadonlySet<string>;
  readonly #reasoning = new Map<number, ReasoningPart>();
  #called = false;
  #callsOthers = false;

  constructor(name: string, others: ReadonlySet<string>) {
    this.#name = name;
    this.#others = others;
  }

  read(event: ModelEvent): readonly ModelEvent[] {
    if (event.type === 'tool-call-delta' && this.#isOurs(event.name)) {
      return [{ type: 'text', index: event.index, text: event.argsText }];
    }
    if (event.type === 'finish') return this.#finish(event);
    if (event.type !== 'part') return [event];
    const { index, part } = event;
    if (part.type === 'reasoning' && part.providerData) this.#reasoning.set(index, part);
    if (part.type !== 'tool-call' || part.executor !== 'client') return [event];
    if (!this.#isOurs(part.name)) {
      this.#callsOthers = true;
      return [event];
    }
    this.#called = true;
    return [{ type: 'part', index, part: { type: 'text', text: textOfCall(part) } }];
  }

  /** Without its call, what a provider signed or numbered before it would dangle. */
  #finish(event: Extract<ModelEvent, { type: 'finish' }>): readonly ModelEvent[] {
    if (!this.#called || this.#callsOthers) return [event];
    const unsigned = [...this.#reasoning].map(([index, { text }]): ModelEvent => ({
      type: 'part',
      index,
      part: { type: 'reasoning', text },
    }));
    const { finish } = event;
    const unified = finish.unified === 'tool-calls' ? 'stop' : finish.unified;
    return [...unsigned, { ...event, finish: { ...finish, unified } }];
  }

  #isOurs(name: string): boolean {
    return name === this.#name || (!this.#others.has(name) && letters(name) === letters(this.#name));
  }
}

/** Case and separators are where models slip. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function textOfCall({ args }: RawToolCall): string {
  return typeof args === 'string' ? args.trim() || '{}' : JSON.stringify(args);
}
