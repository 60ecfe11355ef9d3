import type { AiPrompt } from '../ai-types.ts';

/** The prompt as models of AI SDK 6 take it: files are their bytes or their address, without a word of which. */
export function olderPrompt(prompt: AiPrompt): AiPrompt {
  return prompt.map((message) => {
    if (typeof message.content === 'string') return message;
    const content = message.content.map((part) =>
      part.type === 'file' ? { ...part, data: plain(part.data) } : part,
    );
    return { ...message, content } as typeof message; // of the older contract
  });
}

function plain(data: object): unknown {
  if ('data' in data) return data.data;
  return 'url' in data ? data.url : data;
}
