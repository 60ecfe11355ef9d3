import {
  type CreateMessageRequestParams,
  type CreateMessageResult,
  fromJsonSchema,
  type InputRequest,
  inputRequired,
  type InputRequests,
  inputResponse,
  type JsonSchemaType,
  type Root,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import { type InferOutput, type JsonObject, type JsonValue, suspend } from '@pegboard/core';
import { isJsonObject } from '@pegboard/core/provider';

/** A form for the client's user. Its schema is a flat object of strings, numbers, booleans and choices. */
export interface ElicitQuestion {
  readonly elicit: {
    readonly message: string;
    readonly schema: StandardSchemaWithJSON | JsonObject;
  };
}

/** A page that the client's user is asked to open. */
export interface ElicitUrlQuestion {
  readonly elicitUrl: { readonly message: string; readonly url: string };
}

/** A question to the client's model. */
export interface SampleQuestion {
  readonly sample: CreateMessageRequestParams;
}

/** The folders that the client works in. */
export interface RootsQuestion {
  readonly roots: true;
}

export type ClientQuestion = ElicitQuestion | ElicitUrlQuestion | SampleQuestion | RootsQuestion;

export type ClientAnswer<Q extends ClientQuestion> = Q extends {
  readonly elicit: { readonly schema: infer S };
}
  ? ElicitAnswer<InferOutput<S>>
  : Q extends ElicitUrlQuestion
    ? { readonly action: ElicitAction }
    : Q extends SampleQuestion
      ? CreateMessageResult
      : readonly Root[];

export type ElicitAnswer<Content> =
  | { readonly action: 'accept'; readonly content: Content }
  | { readonly action: Exclude<ElicitAction, 'accept'> };

type ElicitAction = 'accept' | 'decline' | 'cancel';

/** What a tool, a prompt or a resource is given, as far as questions need it. */
export interface AskContext {
  readonly resumed?: { readonly state: JsonValue; readonly value?: JsonValue };
}

/** What is left behind by whoever asks: the open questions, and the answers of each round so far. */
interface Asked {
  readonly requests: InputRequests;
  readonly rounds: readonly JsonObject[];
}

/** How often each has asked since it was entered. */
const turns = new WeakMap<AskContext, number>();

/**
 * Asks the client that called this tool of `serveTools`: its user, its model, for its folders. `ctx` is what `execute` is given. The tool is
 * left, and entered again with the answers: what stands before the question runs again, so ask first and act then, and ask in the same
 * order each time. Answers that do not fit are asked for again. In an agent the run pauses.
 */
export async function askClient<const Q extends Readonly<Record<string, ClientQuestion>>>(
  ctx: AskContext,
  questions: Q,
): Promise<{ readonly [K in keyof Q]: ClientAnswer<Q[K]> }> {
  const turn = turns.get(ctx) ?? 0;
  turns.set(ctx, turn + 1);
  const rounds = roundsOf(ctx);
  const given = rounds[turn] ?? {};
  const answers: Record<string, unknown> = {};
  const requests: InputRequests = {};
  for (const [key, question] of Object.entries(questions)) {
    const answer = await readAnswer(question, given, key);
    if (answer === undefined) requests[key] = render(question);
    else answers[key] = answer;
  }
  // Each was read as the answer to its question.
  if (Object.keys(requests).length === 0) return answers as { [K in keyof Q]: ClientAnswer<Q[K]> };
  const asked: Asked = { requests, rounds: [...rounds.slice(0, turn), given] };
  // Requests are JSON by the protocol.
  throw suspend({ askClient: asked as unknown as JsonObject });
}

/** The open questions in what a suspended tool left behind; undefined when it waits for something else. */
export function requestsIn(state: unknown): InputRequests | undefined {
  return askedIn(state)?.requests;
}

/** What `askClient` throws, where no agent catches it; undefined for any other error. */
export function suspendedState(error: unknown): JsonValue | undefined {
  const { suspended } = (error ?? {}) as { readonly suspended?: { readonly state?: JsonValue } };
  return askedIn(suspended?.state) && suspended?.state;
}

function askedIn(state: unknown): Asked | undefined {
  const asked = isJsonObject(state) ? state['askClient'] : undefined;
  // Written above.
  return isJsonObject(asked) ? (asked as unknown as Asked) : undefined;
}

/** The last round gets the answers that have come since. */
function roundsOf({ resumed }: AskContext): readonly JsonObject[] {
  const { rounds = [] } = askedIn(resumed?.state) ?? {};
  const value = isJsonObject(resumed?.value) ? resumed.value : {};
  return rounds.map((round, at) => (at === rounds.length - 1 ? { ...round, ...value } : round));
}

function render(question: ClientQuestion): InputRequest {
  if ('sample' in question) return inputRequired.createMessage(question.sample);
  if ('elicitUrl' in question) return inputRequired.elicitUrl(question.elicitUrl);
  if ('roots' in question) return inputRequired.listRoots();
  const { message, schema } = question.elicit;
  // A raw schema is sent as it is; the SDK refuses what is no form.
  return inputRequired.elicit({ message, requestedSchema: schema as StandardSchemaWithJSON });
}

/** Undefined: there is none, or it does not fit. */
async function readAnswer(question: ClientQuestion, given: JsonObject, key: string): Promise<unknown> {
  const answer = inputResponse(given, key);
  if ('sample' in question) return answer.kind === 'sampling' ? answer.result : undefined;
  if ('roots' in question) return answer.kind === 'roots' ? answer.roots : undefined;
  if (answer.kind !== 'elicit') return undefined;
  const { action, content = {} } = answer;
  if (action !== 'accept' || 'elicitUrl' in question) return { action };
  const { schema } = question.elicit;
  const standard = '~standard' in schema ? (schema as StandardSchemaWithJSON) : fromJson(schema);
  const read = await standard['~standard'].validate(content);
  return read.issues ? undefined : { action, content: read.value };
}

function fromJson(schema: JsonObject): StandardSchemaWithJSON {
  return fromJsonSchema(schema as unknown as JsonSchemaType);
}
