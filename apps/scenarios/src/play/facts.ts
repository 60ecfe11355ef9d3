import type { JsonValue, MediaPart, Message, ToolResultPart } from '@pegboard/core';
import type { WireRequest } from '@pegboard/testing';

/** What a conversation holds, whatever carries it. */
export interface Facts {
  /** By role, in order. */
  readonly texts: { readonly system: string[]; readonly user: string[]; readonly assistant: string[] };
  readonly calls: { name: string; input: JsonValue }[];
  /** `of`: the number of the call in the answer before. */
  readonly results: { of: number; texts: readonly string[]; whole: boolean }[];
  readonly media: string[];
}

function none(): Facts {
  return { texts: { system: [], user: [], assistant: [] }, calls: [], results: [], media: [] };
}

/** Calls and results of the provider's own tools are left out: no other model is told of them as calls. */
export function factsOf(messages: readonly Message[]): Facts {
  const facts = none();
  let open: readonly string[] = [];
  for (const message of messages) {
    if (message.role === 'assistant') {
      const calls = message.content.filter((part) => part.type === 'tool-call');
      const own = calls.filter(({ executor }) => executor === 'client');
      facts.calls.push(...own.map(({ name, input }) => ({ name, input })));
      open = own.map(({ callId }) => callId);
    }
    for (const part of message.content) {
      // Some APIs refuse texts of blanks.
      if (part.type === 'text' && message.role !== 'tool' && part.text.trim() !== '')
        facts.texts[message.role].push(part.text);
      if (part.type === 'media' && message.role === 'user') facts.media.push(dataOf(part));
      if (part.type !== 'tool-result' || part.executor === 'provider') continue;
      facts.results.push(resultOf(part, open));
      facts.media.push(...part.content.filter((inner) => inner.type === 'media').map(dataOf));
    }
  }
  return facts;
}

function resultOf(part: ToolResultPart, open: readonly string[]): Facts['results'][number] {
  const texts = part.content.flatMap((inner) =>
    inner.type === 'text' ? [inner.text] : inner.type === 'json' ? [JSON.stringify(inner.value)] : [],
  );
  const single = part.content.length === 1 && part.content[0]?.type === 'text';
  return {
    of: open.indexOf(part.callId),
    texts,
    whole: single && part.status === 'success' && part.trust !== 'untrusted',
  };
}

function dataOf({ data = '', url = '' }: MediaPart): string {
  return data || url;
}

/** What a host read. */
export function factsIn({ messages }: WireRequest): Facts {
  const facts = none();
  let open: readonly string[] = [];
  for (const { role, text, calls = [], callId = '', media = [] } of messages) {
    if (role === 'tool') facts.results.push({ of: open.indexOf(callId), texts: [text], whole: true });
    else facts.texts[role].push(text);
    if (role === 'assistant') {
      facts.calls.push(...calls.map(({ name, input }) => ({ name, input })));
      open = calls.map((call) => call.callId);
    }
    facts.media.push(...media.map(({ data = '', url = '' }) => data || url));
  }
  return facts;
}
