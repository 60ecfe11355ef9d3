import type { JsonObject, JsonValue } from '@pegboard/core';
import { isObject, isText, namePattern, onlyKeys, type Report } from './validation.ts';

const idPattern = /^.{1,40}$/su;
const partTypes: Readonly<Record<string, readonly string[]>> = {
  system: ['text'],
  developer: ['text'],
  tool: ['text'],
  assistant: ['text', 'refusal'],
  user: ['text', 'image_url', 'input_audio', 'file'],
};
const messageKeys: Readonly<Record<string, readonly string[]>> = {
  system: ['role', 'content', 'name'],
  developer: ['role', 'content', 'name'],
  user: ['role', 'content', 'name'],
  // The last three are extensions of compatible hosts that a codec echoes.
  assistant: [
    'role',
    'content',
    'name',
    'refusal',
    'tool_calls',
    'audio',
    'reasoning_content',
    'reasoning',
    'reasoning_details',
  ],
  tool: ['role', 'content', 'tool_call_id'],
};

export function validateMessages(value: JsonValue, report: Report): void {
  if (!Array.isArray(value) || value.length === 0) return report('must be a list that is not empty');
  /** Ids of calls whose results must come next. */
  let open = new Set<string>();
  for (const [index, message] of (value as readonly JsonValue[]).entries()) {
    const at = `[${index}]`;
    if (!isObject(message) || typeof message.role !== 'string' || !Object.hasOwn(partTypes, message.role)) {
      report('has no known role', at);
      continue;
    }
    if (message.role === 'tool') {
      checkResult(message, open, report, at);
    } else {
      for (const id of open) report(`comes before the result of call ${id}`, at);
      open = new Set();
    }
    onlyKeys(message, messageKeys[message.role] ?? [], report, at);
    checkContent(message.role, message, report, `${at}.content`);
    if (message.role === 'assistant') open = checkCalls(message, report, `${at}.tool_calls`);
  }
  for (const id of open) report(`call ${id} has no result`);
}

function checkResult(message: JsonObject, open: Set<string>, report: Report, at: string): void {
  const id = message.tool_call_id;
  if (typeof id !== 'string') report('must be a text', `${at}.tool_call_id`);
  else if (!open.delete(id))
    report(`answers ${JSON.stringify(id)}, which is no open call of the message before`, at);
}

function checkContent(
  role: string,
  { content, tool_calls: calls }: JsonObject,
  report: Report,
  at: string,
): void {
  if (content === null || content === undefined) {
    if (role !== 'assistant' || calls === undefined) report('is missing', at);
    return;
  }
  if (typeof content === 'string') return;
  if (!Array.isArray(content) || content.length === 0)
    return report('must be a text or a list that is not empty', at);
  for (const [index, part] of (content as readonly JsonValue[]).entries()) {
    const here = `${at}[${index}]`;
    if (!isObject(part) || typeof part.type !== 'string') report('must be a part with a type', here);
    else if (!partTypes[role]?.includes(part.type))
      report(`has type ${part.type}, which ${role} messages do not take`, here);
    else checkPart(part, report, here);
  }
}

function checkPart(part: JsonObject, report: Report, at: string): void {
  if (part.type === 'text' && typeof part.text !== 'string') report('must be a text', `${at}.text`);
  if (part.type === 'image_url') checkImage(part.image_url, report, `${at}.image_url`);
  if (part.type === 'file') {
    const file = isObject(part.file) ? part.file : {};
    onlyKeys(file, ['file_data', 'file_id', 'filename'], report, `${at}.file`);
    if (isText(file.file_data) === isText(file.file_id)) report('needs file_data or file_id', `${at}.file`);
    if (isText(file.file_data) && !/^data:[\w.+-]+\/[\w.+-]+;base64,/.test(file.file_data))
      report('must be a base64 data URL', `${at}.file.file_data`);
    if (isText(file.file_data) && !isText(file.filename)) report('is missing', `${at}.file.filename`);
  }
  if (part.type === 'input_audio') {
    const audio = isObject(part.input_audio) ? part.input_audio : {};
    if (!isText(audio.data) || (audio.format !== 'wav' && audio.format !== 'mp3'))
      report('needs data and format wav or mp3', `${at}.input_audio`);
  }
}

function checkImage(image: JsonValue | undefined, report: Report, at: string): void {
  if (!isObject(image)) return report('must be an object with url', at);
  onlyKeys(image, ['url', 'detail'], report, at);
  const url = typeof image.url === 'string' ? image.url : '';
  if (!/^https?:\/\//.test(url) && !/^data:image\/(png|jpe?g|webp|gif);base64,[A-Za-z0-9+/]+=*$/.test(url)) {
    report('must be an http(s) URL or a base64 data URL of PNG, JPEG, WebP or GIF', `${at}.url`);
  }
}

/** Returns the ids of the calls. */
function checkCalls({ tool_calls: calls }: JsonObject, report: Report, at: string): Set<string> {
  const ids = new Set<string>();
  if (calls === undefined) return ids;
  if (!Array.isArray(calls) || calls.length === 0) {
    report('must be left out or a list that is not empty', at);
    return ids;
  }
  for (const [index, call] of (calls as readonly JsonValue[]).entries())
    checkCall(call, ids, report, `${at}[${index}]`);
  return ids;
}

function checkCall(call: JsonValue, ids: Set<string>, report: Report, at: string): void {
  if (!isObject(call) || call.type !== 'function' || !isObject(call.function))
    return report('must be { id, type: "function", function }', at);
  const { id } = call;
  // `extra_content` is an extension that carries signatures.
  onlyKeys(call, ['id', 'type', 'function', 'extra_content'], report, at);
  onlyKeys(call.function, ['name', 'arguments'], report, `${at}.function`);
  if (typeof id !== 'string' || !idPattern.test(id)) report('must be 1 to 40 characters', `${at}.id`);
  else if (ids.has(id)) report(`repeats the id ${id}`, `${at}.id`);
  else ids.add(id);
  const { name, arguments: args } = call.function;
  if (typeof name !== 'string' || !namePattern.test(name))
    report('must be 1 to 64 of a-z, A-Z, 0-9, _ and -', `${at}.function.name`);
  if (typeof args !== 'string' || !isJsonObjectText(args))
    report('must be the text of a JSON object', `${at}.function.arguments`);
}

function isJsonObjectText(text: string): boolean {
  try {
    return isObject(JSON.parse(text) as JsonValue);
  } catch {
    return false;
  }
}
