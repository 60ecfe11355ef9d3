import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonSplitter, splitJson } from './split-json.ts';

describe('splitting JSON from the text before it', () => {
  it.each([
    ['{"a": 1}', '', '{"a": 1}'],
    ['\n ```json\n{"a": 1}\n```', '', '```json\n{"a": 1}\n```'],
    ['Here: {a: 1} and more', 'Here: ', '{a: 1} and more'],
    ['Use `{x}` or {this}', 'Use `{x}` or {this}', ''],
    ['It ends with {', 'It ends with {', ''],
    ['```ts\nlet a;\n```', '```ts\nlet a;\n```', ''],
    ['[1, 2]', '[1, 2]', ''],
    ['', '', ''],
  ])('%j', (text, shown, json) => {
    expect(splitJson(text, false)).toEqual({ shown, json });
  });

  it('takes a bare array or string for JSON where the value may be one', () => {
    expect(splitJson('["a"]', true)).toEqual({ shown: '', json: '["a"]' });
    expect(splitJson('See [1].', true)).toEqual({ shown: 'See [1].', json: '' });
  });

  it('says the same however the text is cut', () => {
    const piece = fc.constantFrom('{', '}', '"a"', ':', ' ', '\n', '`', '```', 'json', 'word', '[', '1', '“');
    const run = fc.property(fc.array(piece), fc.boolean(), (pieces, wrapped) => {
      const splitter = createJsonSplitter(wrapped);
      let [shown, json] = ['', ''];
      for (const text of pieces) {
        const split = splitter.push(text);
        shown += split.shown;
        json += split.json;
      }
      shown += splitter.end();
      const whole = splitJson(pieces.join(''), wrapped);
      expect({ shown: shown.trim(), json: json.trim() }).toEqual({
        shown: whole.shown.trim(),
        json: whole.json.trim(),
      });
    });
    fc.assert(run, { numRuns: 3000, seed: 4 });
  });
});
