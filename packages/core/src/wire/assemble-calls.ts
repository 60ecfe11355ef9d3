import type { JsonObject } from '../contracts/json.ts';
import type { ProviderData } from '../contracts/message.ts';
import type { ModelEvent, RawToolCall } from '../contracts/provider.ts';
import { isJsonObject } from '../lib/json.ts';

/** One delta of a tool call as the wire has it. Everything may be missing. */
export interface ToolCallPiece {
  /** The wire's number of the call. */
  readonly index?: number | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** A piece of the argument text, or all arguments as an object. */
  readonly args?: string | JsonObject | undefined;
  readonly providerData?: ProviderData | undefined;
}

export interface CallAssembler {
  add(piece: ToolCallPiece, out: ModelEvent[]): void;
  readonly count: number;
  /** The calls in full. An id that came twice is left empty the second time. */
  parts(): Extract<ModelEvent, { type: 'part' }>[];
}

interface Call {
  readonly partIndex: number;
  readonly wireIndex: number | undefined;
  id: string;
  name: string;
  /** Argument text, joined once at the end: a long argument may come in thousands of pieces. */
  readonly pieces: string[];
  object?: JsonObject;
  providerData?: ProviderData;
}

/** Tells the calls of one answer apart, also where the host numbers or names them badly. */
export function createCallAssembler(takeIndex: () => number): CallAssembler {
  return new Calls(takeIndex);
}

class Calls implements CallAssembler {
  readonly #takeIndex: () => number;
  readonly #calls: Call[] = [];

  constructor(takeIndex: () => number) {
    this.#takeIndex = takeIndex;
  }

  add(piece: ToolCallPiece, out: ModelEvent[]): void {
    const known = find(this.#calls, piece);
    const call = known !== undefined && !startsAnother(known, piece) ? known : this.#begin(piece);
    const argsText = extend(call, piece);
    out.push({ type: 'tool-call-delta', index: call.partIndex, callId: call.id, name: call.name, argsText });
  }

  get count(): number {
    return this.#calls.length;
  }

  parts(): Extract<ModelEvent, { type: 'part' }>[] {
    return this.#calls.map((call, at) => {
      const isFirst = this.#calls.findIndex(({ id }) => id === call.id) === at;
      return { type: 'part', index: call.partIndex, part: toPart(call, isFirst ? call.id : '') };
    });
  }

  #begin({ index }: ToolCallPiece): Call {
    const call: Call = { partIndex: this.#takeIndex(), wireIndex: index, id: '', name: '', pieces: [] };
    this.#calls.push(call);
    return call;
  }
}

/** The newest call of that number; without a number, that of the id; without either, the newest. */
function find(calls: readonly Call[], { index, id }: ToolCallPiece): Call | undefined {
  if (index !== undefined) return calls.findLast((call) => call.wireIndex === index);
  const byId = id ? calls.findLast((call) => call.id === id) : undefined;
  return byId ?? calls.at(-1);
}

/**
 * Whether a piece begins a new call although number or id name the old one. Some hosts number all calls 0 or give all the same id,
 * some change the id in every piece of one call, some repeat the name in every piece: only whole arguments tell these apart.
 */
function startsAnother(call: Call, { index, id, name, args }: ToolCallPiece): boolean {
  const otherId = Boolean(id) && call.id !== '' && id !== call.id;
  if (!name) return index === undefined && otherId && hasWholeArguments(call);
  if (call.name === '') return false;
  if (name !== call.name && otherId) return true;
  const repeatsHead = id === call.id && (args === undefined || args === '');
  return !repeatsHead && hasWholeArguments(call);
}

function hasWholeArguments({ object, pieces }: Call): boolean {
  if (object !== undefined) return true;
  // Asked for every piece where a host repeats the name: most pieces must not cost a parse.
  if (!pieces.at(-1)?.trimEnd().endsWith('}')) return false;
  try {
    return isJsonObject(JSON.parse(pieces.join('')));
  } catch {
    return false;
  }
}

/** Adds what the piece brings and returns its argument text. The first id counts; a name may come in pieces before the arguments. */
function extend(call: Call, { id, name, args, providerData }: ToolCallPiece): string {
  if (id && call.id === '') call.id = id;
  if (name && name !== call.name && (call.name === '' || call.pieces.length === 0)) call.name += name;
  if (providerData) call.providerData = { ...call.providerData, ...providerData };
  if (args === undefined || args === '') return '';
  if (typeof args === 'string') {
    call.pieces.push(args);
    return args;
  }
  call.object = args;
  return JSON.stringify(args);
}

function toPart({ name, pieces, object, providerData }: Call, callId: string): RawToolCall {
  const args = pieces.length === 0 && object !== undefined ? object : pieces.join('');
  return {
    type: 'tool-call',
    callId,
    name,
    args,
    executor: 'client',
    ...(providerData && { providerData }),
  };
}
