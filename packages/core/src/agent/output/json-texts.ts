import type { JsonObject } from '../../contracts/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { JsonExtent } from '../../recovery/json-extent.ts';
import type { OutputTask } from './output-task.ts';
import { splitJson } from './split-json.ts';

/** What may be the JSON of an answer, the likeliest last: its refusal is the one to tell. */
export function jsonTexts(text: string, task: OutputTask): readonly (string | JsonObject)[] {
  const { shown, json } = splitJson(text, task.wrapped);
  if (json === '') return bareValue(shown.trim(), task);
  const bare = json.replace(/^\s*```[\w-]*\s*/, '').replace(/\s*```\s*$/, '');
  const end = new JsonExtent().push(bare);
  // Prose behind the JSON is left out.
  const cut = end > 0 && /[\p{L}\p{N}]/u.test(bare.slice(end)) ? bare.slice(0, end) : bare;
  if (!task.wrapped) return cut === bare ? [json] : [json, cut];
  const around = `{"answer":${cut}}`;
  return /^\{\s*["'“]?answer\b/.test(cut) ? [around, cut] : [cut, around];
}

/** A word for an enum, a number, a text where text is asked for: no braces around it. Anything else is prose. */
function bareValue(text: string, { spec, wrapped }: OutputTask): readonly JsonObject[] {
  if (!wrapped || text === '') return [];
  const { properties = {} } = spec.schema;
  const { answer } = properties as JsonObject; // as objectRoot makes them
  const texts = isJsonObject(answer) && (answer['type'] === 'string' || answer['enum'] !== undefined);
  if (texts) return [{ answer: text }];
  return /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(text) ? [{ answer: JSON.parse(text) as number }] : [];
}
