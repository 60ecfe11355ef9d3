import { isJsonObject } from '../../lib/json.ts';
import { lazyField } from '../../lib/lazy-field.ts';
import type { EventBody } from '../event-body.ts';
import type { GrowingJson } from '../partial-inputs.ts';
import type { AnswerListener } from '../receive-answer.ts';
import { createJsonSplitter, type JsonSplitter } from './split-json.ts';

/** A listener that is told JSON in `output` events, and only the text before it in `text` events. */
export function listenForJson(listener: AnswerListener, wrapped: boolean): AnswerListener {
  const { emit, grow } = listener;
  let splitter: JsonSplitter;
  let growing: GrowingJson | undefined;
  const begin = (): void => {
    splitter = createJsonSplitter(wrapped);
    growing = grow?.();
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
      if (json !== '' && growing) emit?.(outputEvent(growing, json, wrapped));
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

/** Its `partial` is worked out when it is read. */
function outputEvent(growing: GrowingJson, json: string, wrapped: boolean): EventBody {
  growing.add(json);
  return withPartial({ type: 'output' }, { growing, wrapped });
}

interface Growing {
  readonly growing: GrowingJson;
  readonly wrapped: boolean;
}

const withPartial = lazyField<Growing>('partial', ({ growing, wrapped }) => {
  const value = growing.value();
  return wrapped && isJsonObject(value) ? value['answer'] : value;
});
