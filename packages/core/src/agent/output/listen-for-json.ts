import type { JsonValue } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { createPartialInput, type PartialInput } from '../../recovery/partial-input.ts';
import type { EventBody } from '../event-body.ts';
import type { AnswerListener } from '../receive-answer.ts';
import { createJsonSplitter, type JsonSplitter } from './split-json.ts';

/** A listener that is told JSON in `output` events, and only the text before it in `text` events. */
export function listenForJson(listener: AnswerListener, wrapped: boolean): AnswerListener {
  const { emit } = listener;
  let splitter: JsonSplitter;
  let growing: Growing;
  const begin = (): void => {
    splitter = createJsonSplitter(wrapped);
    growing = { partial: undefined, unread: [] };
  };
  begin();
  const show = (text: string): void => {
    if (text === '') return;
    listener.onText?.(text);
    emit?.({ type: 'text', text });
  };
  return {
    ...listener,
    onText(text) {
      const { shown, json } = splitter.push(text);
      show(shown);
      if (json !== '') emit?.(outputEvent(growing, json, wrapped));
    },
    // Text has gone through `onText`.
    emit: emit && ((event) => (event.type === 'text' ? undefined : emit(event))),
    onEnd: () => show(splitter.end()),
    onRestart() {
      begin();
      listener.onRestart?.();
    },
  };
}

interface Growing {
  partial: PartialInput | undefined;
  unread: string[];
}

/** Its `partial` is worked out when it is read, and each piece of text is read once. */
function outputEvent(growing: Growing, json: string, wrapped: boolean): EventBody {
  growing.unread.push(json);
  return {
    type: 'output',
    get partial() {
      growing.partial ??= createPartialInput();
      growing.partial.push(growing.unread.join(''));
      growing.unread = [];
      const value = growing.partial.value() as JsonValue | undefined; // a value of JSON text
      return wrapped && isJsonObject(value) ? value['answer'] : value;
    },
  };
}
