import type { JsonObject } from '@pegboard/core';
import {
  anyObject,
  anything,
  anyText,
  flag,
  isObject,
  listOf,
  matching,
  oneOf,
  type Report,
  type Rule,
  shape,
  text,
} from '../lib/shape.ts';
import { both } from './both.ts';

/** Of images and documents the guides list each type; of audio, video and text whole families are taken. */
const mediaTypes =
  /^(image\/(png|jpe?g|webp|heic|heif)|(audio|video|text)\/[\w.+-]+|application\/(pdf|json|rtf|x-javascript|x-python))$/;
const resultMediaTypes = /^(image\/(png|jpeg|webp)|application\/pdf|text\/plain)$/;

const base64: Rule = (value, report) => {
  // Both alphabets were accepted (recorded).
  if (typeof value !== 'string' || value === '' || /[^A-Za-z0-9+/_=-]/.test(value)) report('must be base64');
};

const inlineData = (types: RegExp): Rule =>
  shape(
    { mimeType: matching(types, 'must be a media type that the API takes'), data: base64 },
    { displayName: text },
  );

const fileData = shape(
  { fileUri: matching(/^(https?|gs):\/\/./, 'must be an address') },
  { mimeType: matching(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type'), displayName: text },
);

const functionResponse = shape(
  { name: text, response: anyObject },
  {
    id: text,
    parts: listOf(shape({}, { inlineData: inlineData(resultMediaTypes), fileData }), { min: 1 }),
    willContinue: flag,
    scheduling: oneOf('SILENT', 'WHEN_IDLE', 'INTERRUPT'),
  },
);

/** What a part can hold: one of these. */
const data = {
  text: anyText,
  inlineData: inlineData(mediaTypes),
  fileData,
  functionCall: shape({ name: text }, { args: anyObject, id: text }),
  functionResponse,
  executableCode: shape({ language: text, code: anyText }, { id: text }),
  codeExecutionResult: shape({ outcome: text }, { output: anyText, id: text }),
  toolCall: shape({ toolType: text }, { args: anyObject, id: text }),
  toolResponse: shape({ toolType: text }, { response: anyObject, id: text }),
};

const partKeys = shape(
  {},
  {
    ...data,
    thought: flag,
    // Its value is checked where the conversation is known.
    thoughtSignature: text,
    videoMetadata: shape({}, { startOffset: text, endOffset: text, fps: anything }),
    mediaResolution: anyObject,
    partMetadata: anyObject,
  },
);

const refusedBy: Readonly<Record<string, readonly string[]>> = {
  user: ['functionCall', 'executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse', 'thought'],
  model: ['functionResponse'],
};

/** One part of a content of that role. */
export function checkPart(part: JsonObject, role: string, report: Report): void {
  partKeys(part, report);
  const kinds = Object.keys(data).filter((key) => part[key] !== undefined);
  // Video metadata alone was accepted (recorded).
  if (kinds.length > 1 || (kinds.length === 0 && part.videoMetadata === undefined))
    report(`must hold exactly one kind of data, it holds ${kinds.length}`);
  for (const key of refusedBy[role] ?? [])
    if (part[key] !== undefined) report(`is not allowed in a content of role ${role}`, `.${key}`);
  // An empty question was accepted (recorded), an empty answer is not.
  if (role === 'model' && part.text === '' && part.thoughtSignature === undefined)
    report('must not be empty without a signature', '.text');
}

const textParts = listOf(shape({ text: anyText }), { min: 1 });

export const systemInstruction: Rule = both(
  shape({ parts: textParts }, { role: oneOf('user', 'system') }),
  (value, report) => {
    if (
      isObject(value) &&
      Array.isArray(value.parts) &&
      value.parts.every((part) => isObject(part) && part.text === '')
    )
      report('must not be empty');
  },
);
