import {
  type AnswerReader,
  type CallInfo,
  createPartAssembler,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ModelEvent,
  type ModelRequest,
  type SourcePart,
  toResponseInfo,
  type Usage,
} from '@pegboard/core/provider';
import { toAnswerError, toBrokenAnswer } from './errors.ts';
import { mayBeAskedAgain, parseFinish } from './parse-finish.ts';
import { addSource, parseSources } from './parse-sources.ts';
import { parseUsage } from './parse-usage.ts';
import { toProviderData } from './part-data.ts';
import { createPartReader } from './read-part.ts';

/** Reads an answer, whole or chunk by chunk: each chunk is a response of its own with what is new. */
export function createAnswerReader(call: CallInfo, { model }: ModelRequest): AnswerReader {
  const parts = createPartAssembler();
  const reader = createPartReader(parts, model);
  const sources: SourcePart[] = [];
  let started = false;
  let silent = true;
  let raw: string | undefined;
  let words: string | undefined;
  let blocked: string | undefined;
  let token: string | undefined;
  let usage: Usage = {};

  const readCandidate = (candidate: JsonObject, out: ModelEvent[]): void => {
    const { content, finishReason, finishMessage, continuationToken } = candidate;
    const list = isJsonObject(content) && Array.isArray(content.parts) ? content.parts : [];
    const before = out.length;
    for (const part of list as readonly JsonValue[]) if (isJsonObject(part)) reader.read(part, out);
    silent &&= out.length === before;
    if (typeof finishReason === 'string' && finishReason !== '') raw = finishReason;
    if (typeof finishMessage === 'string') words = finishMessage;
    if (typeof continuationToken === 'string' && continuationToken !== '') token = continuationToken;
    for (const source of parseSources(candidate)) addSource(sources, source);
  };
  const readFeedback = ({ blockReason, blockReasonMessage }: JsonObject): void => {
    if (typeof blockReason === 'string' && blockReason !== '') blocked = blockReason;
    if (typeof blockReasonMessage === 'string') words = blockReasonMessage;
  };
  const answer = {
    complete: false,
    read(frame: JsonValue, out: ModelEvent[]) {
      const chunk = isJsonObject(frame) ? frame : {};
      if (chunk.error) throw toAnswerError(chunk.error, call);
      if (!started) {
        const { responseId: id, modelVersion } = chunk;
        out.push({ type: 'start', response: toResponseInfo({ id, model: modelVersion }, call) });
        reader.begin(typeof id === 'string' ? id : '');
      }
      started = true;
      const first = Array.isArray(chunk.candidates)
        ? (chunk.candidates as readonly JsonValue[])[0]
        : undefined;
      if (isJsonObject(first) && !first.index) readCandidate(first, out);
      if (isJsonObject(chunk.promptFeedback)) readFeedback(chunk.promptFeedback);
      if (isJsonObject(chunk.usageMetadata)) usage = parseUsage(chunk.usageMetadata);
      answer.complete = raw !== undefined || blocked !== undefined;
    },
    finish(out: ModelEvent[]) {
      // Nothing was handed on, so the same request may go out again.
      if (silent && raw !== undefined && mayBeAskedAgain(raw)) throw toBrokenAnswer(raw, words, call);
      const finish = parseFinish(raw, {
        calls: parts.callCount > 0,
        continues: token !== undefined,
        blocked,
      });
      parts.finish(out);
      if (finish.unified === 'pause' && token !== undefined) {
        const providerData = toProviderData({ model, continuationToken: token });
        parts.part({ type: 'text', text: '', providerData }, out);
      }
      for (const source of sources) parts.part(source, out);
      if (finish.unified !== 'stop' && finish.unified !== 'tool-calls' && words !== undefined)
        out.push({ type: 'warning', code: 'finish-message', message: words });
      out.push({ type: 'finish', finish, usage });
    },
  };
  return answer;
}
