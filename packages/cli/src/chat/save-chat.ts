import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Message } from '@pegboard/core';

/** Writes a conversation: as JSON where the path ends in `.json`, which `chat --from` reads, otherwise as Markdown. Gives the path. */
export async function saveChat(messages: readonly Message[], path: string, cwd: string): Promise<string> {
  const target = resolve(cwd, path);
  await mkdir(dirname(target), { recursive: true });
  const isJson = extname(target) === '.json';
  await writeFile(target, isJson ? `${JSON.stringify(messages, null, 2)}\n` : markdownOf(messages));
  return target;
}

export function chatFileName(now: Date): string {
  return `chat-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.md`;
}

function markdownOf(messages: readonly Message[]): string {
  return `# Chat\n\n${messages.map(messageText).filter(Boolean).join('\n\n')}\n`;
}

const titles = { user: '**You**', assistant: '**Assistant**', system: '**System**', tool: '' };

function messageText({ role, content }: Message): string {
  const parts = content.flatMap((part): string[] => {
    switch (part.type) {
      case 'text':
        return [part.text];
      case 'media':
        return [`*(${part.mediaType}${part.filename === undefined ? '' : `: ${part.filename}`})*`];
      case 'tool-call':
        return [`\`${part.name}\` \`${JSON.stringify(part.input)}\``];
      case 'tool-result': {
        const words = part.content.map((inner) => (inner.type === 'text' ? inner.text : fenced(inner)));
        return [`\`${part.name}\` ${part.status}: ${words.join('\n\n')}`];
      }
      case 'json':
        return [fenced(part.value)];
      default:
        return [];
    }
  });
  if (parts.length === 0) return '';
  return [titles[role], ...parts].filter(Boolean).join('\n\n');
}

function fenced(value: unknown): string {
  const text = JSON.stringify(value, (key, inner: unknown) => (key === 'data' ? '…' : inner), 2);
  return `\`\`\`json\n${text}\n\`\`\``;
}
