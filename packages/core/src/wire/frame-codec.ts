import type { JsonObject, JsonValue } from '../contracts/json.ts';
import type { FinishReason } from '../contracts/message.ts';
import type { ModelEvent } from '../contracts/provider.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import { isJsonObject } from '../lib/json.ts';
import { type AnswerDraft, createAnswerDraft, type OpenDraft } from './answer-draft.ts';
import type { CallInfo, Codec } from './codec.ts';
import { type HttpFailure, toHttpError } from './http-errors.ts';
import { toInvalidResponse } from './wire-errors.ts';

/** What the API says of a failure; what is left out is taken from status and headers. */
export type TellingError = Pick<HttpFailure, 'message' | 'code' | 'retryable' | 'retryAfterMs' | 'fix'>;

export interface FrameCodecOptions extends Pick<Codec, 'framing' | 'endMark' | 'fetches' | 'render'> {
  /** Tells the draft what one frame of a stream says. Frames that it does not know say nothing. */
  readonly read: (frame: JsonObject, answer: AnswerDraft) => void;
  /** The one-shot answer as the frames in which a stream would have told it. Default: it is one such frame itself. */
  readonly frames?: (answer: JsonObject) => readonly JsonObject[];
  /** The API's words for why an answer ends, by name. Others are `other`. */
  readonly finishReasons: Readonly<Record<string, FinishReason>>;
  /** What an error object tells; undefined: it is none. It is shown the body of every refusal, and every frame of an answer. */
  readonly errorOf: (body: JsonObject) => TellingError | undefined;
}

/**
 * A codec by one function that reads a frame, for streamed answers and whole ones alike. Calls, counts and finish reasons come out as
 * providers owe them: calls win over the word for a normal end, what is no number is no count, an answer without a reason is none.
 */
export function createFrameCodec(options: FrameCodecOptions): Codec {
  const { read, errorOf, finishReasons, frames = (answer) => [answer], ...rest } = options;
  const readFrame = (frame: JsonValue, draft: OpenDraft, call: CallInfo): void => {
    if (!isJsonObject(frame)) return;
    const error = errorOf(frame);
    if (error) throw toHttpError({ ...call, ...error, status: 0 });
    read(frame, draft);
  };
  return {
    ...rest,
    createReader(call) {
      const draft = createAnswerDraft(call, finishReasons);
      const reader = {
        complete: false,
        read(frame: JsonValue, out: ModelEvent[]) {
          draft.out = out;
          readFrame(frame, draft, call);
          reader.complete = draft.complete;
        },
        finish(out: ModelEvent[]) {
          draft.out = out;
          draft.finish();
        },
      };
      return reader;
    },
    readAnswer(answer, call): ModelEvent[] {
      const draft = createAnswerDraft(call, finishReasons);
      const whole = isJsonObject(answer) ? answer : {};
      const error = errorOf(whole);
      if (error) throw toHttpError({ ...call, ...error, status: 0 });
      for (const frame of frames(whole)) readFrame(frame, draft, call);
      if (!draft.complete) throw toInvalidResponse('It does not say why it ends', call);
      draft.finish();
      return draft.out;
    },
    toError: (status, body, call) => toRefusal(status, body, call, errorOf),
  };
}

function toRefusal(
  status: number,
  body: string,
  call: CallInfo,
  errorOf: FrameCodecOptions['errorOf'],
): ProviderError {
  const json = parse(body);
  const told = isJsonObject(json) ? errorOf(json) : undefined;
  const excerpt = body.trim().slice(0, 200);
  const message = excerpt === '' ? undefined : `The answer starts with: ${excerpt}`;
  return toHttpError({ ...call, message, ...told, status });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
