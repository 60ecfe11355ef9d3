import { isJsonObject, type JsonObject, type JsonValue, type ToolSpec } from '@pegboard/core/provider';
import type { Plan } from './plan-calls.ts';
import { type Parameter, propertyList } from './property-list.ts';
import { type PastCall, questionStart } from './read-conversation.ts';

/** An answer from the results of calls: strings as they are, objects as `name: value` lists, failures as what they are. */
export function answerFromResults(calls: readonly PastCall[]): string {
  const isSingle = calls.length === 1;
  const lines = calls.map((call) =>
    call.status === 'success' ? successLine(call, isSingle) : failureLine(call),
  );
  const sentences = lines.every((line) => !line.includes('\n') && /[.!?]$/.test(line));
  return lines.join(sentences ? ' ' : '\n');
}

function successLine(call: PastCall, isSingle: boolean): string {
  const sentence = sentenceOf(call.value);
  if (sentence !== undefined && (isSingle || /[.!?]$/.test(sentence))) return sentence;
  const label = `${readable(call.name)}${isSingle ? '' : describeInput(call.input)}`;
  return `${capitalised(label)}: ${sentence ?? renderValue(isSingle ? call.value : withoutInput(call))}`;
}

/** Members that only repeat the input are left out where the input is named anyway. */
function withoutInput({ input, value }: PastCall): JsonValue {
  if (!isJsonObject(value)) return value;
  const news = Object.entries(value).filter(
    ([key, member]) => JSON.stringify(input[key]) !== JSON.stringify(member),
  );
  return news.length === 0 ? value : Object.fromEntries(news);
}

/** A result that is text, or that holds its own summary. */
function sentenceOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return undefined;
  const own = ['summary', 'answer', 'text', 'message'].map((name) =>
    Object.hasOwn(value, name) ? value[name] : undefined,
  );
  return own.filter((member) => typeof member === 'string').find((member) => member !== '');
}

function failureLine({ name, input, status, value }: PastCall): string {
  const outcome = {
    failed: 'failed',
    denied: 'was not allowed',
    retry: 'was refused',
    interrupted: 'was interrupted',
    unanswered: 'gave no result',
    success: 'worked',
  }[status];
  const told = typeof value === 'string' ? withoutPreamble(value, name).replace(/[.\s]+$/, '') : '';
  const why = told === '' ? '' : `: ${told}`;
  return `${capitalised(readable(name))}${describeInput(input)} ${outcome}${why}.`;
}

/** The outcome is named before it already. */
function withoutPreamble(text: string, name: string): string {
  return text
    .replace(`${name} failed: `, '')
    .replace(`${name} was not run: permission was denied.`, '')
    .replace(/^\s*Reason: /, '');
}

function describeInput(input: JsonObject): string {
  const members = Object.entries(input).map(
    ([key, value]) => `${readable(key)} ${renderValue(value ?? null)}`,
  );
  return members.length === 0 ? '' : ` (${members.join(', ')})`;
}

/** A JSON value in words. */
function renderValue(value: JsonValue, depth = 0): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || depth > 2)
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => `${readable(key)}: ${renderValue(member ?? null, depth + 1)}`,
    );
    return members.length === 0 ? 'nothing' : members.join(', ');
  }
  const items = value.map((item) => renderValue(item, depth + 1));
  return items.length === 0
    ? 'nothing'
    : items.join(typeof value === 'object' && items.some((item) => item.includes(', ')) ? '; ' : ', ');
}

/** Asks for what is missing; the answer is then read together with the text before. */
export function askForMissing(missing: Plan['missing']): string {
  return missing
    .slice(0, 1)
    .map(({ tool, parameters }) => {
      if (parameters.length === 0)
        return `${questionStart}${tool.name} I need other values than those in your text: ${shapeOf(tool)}.`;
      return `${questionStart}${tool.name} I need ${parameters.map(describeParameter).join(' and ')}.`;
    })
    .join(' ');
}

function describeParameter({ name, schema }: Parameter): string {
  const allowed = schema['enum'];
  const description =
    typeof schema['description'] === 'string' ? schema['description'].replace(/[.\s]+$/, '') : '';
  if (Array.isArray(allowed)) {
    const shown = allowed.slice(0, 8).map((value) => renderValue(value));
    const more = allowed.length > 8 ? ` and ${allowed.length - 8} more` : '';
    return `\`${name}\` (one of ${shown.join(', ')}${more})`;
  }
  const type = [schema['format'], schema['type']].find((word) => typeof word === 'string') ?? 'value';
  return `\`${name}\` (${description === '' ? type : description})`;
}

/** What the rules can do, for a text that names none of the tools. */
export function describeTools(tools: readonly ToolSpec[]): string {
  const self = 'I am an offline stand-in that follows simple rules, not a language model.';
  if (tools.length === 0) return `${self} I can only call tools, and there are none here.`;
  const lines = tools
    .slice(0, 12)
    .map((tool) => `- ${tool.name}(${shapeOf(tool)}): ${firstSentence(tool.description)}`);
  const more = tools.length > 12 ? `\n- and ${tools.length - 12} more` : '';
  return `${self} Your text names none of the tools that I could call:\n${lines.join('\n')}${more}`;
}

function shapeOf(tool: ToolSpec): string {
  return propertyList(tool.inputSchema)
    .map(({ name, required }) => (required ? name : `${name}?`))
    .join(', ');
}

function firstSentence(text: string): string {
  return (/^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text).replaceAll(/\s+/g, ' ').slice(0, 160);
}

function readable(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').trim();
}

function capitalised(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
