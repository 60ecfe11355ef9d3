import type { Contender, Library, Wire } from './contender.ts';
import type { Post } from './floor/post.ts';

/** The hand-written loop that everything is compared with. */
export const floor: Contender = {
  name: 'floor',
  label: 'hand-written loop',
  wires: ['chat', 'messages'],
  load: async (wire) => {
    const { nodePost } = await import('./floor/post.ts');
    return libraryOf(wire, nodePost());
  },
};

/** The same loop where there is nothing but fetch. */
export const floorOnFetch: Contender = {
  name: 'floor-fetch',
  label: 'hand-written loop, fetch',
  wires: ['chat', 'messages'],
  load: async (wire) => {
    const { fetchPost } = await import('./floor/post.ts');
    return libraryOf(wire, fetchPost);
  },
};

async function libraryOf(wire: Wire, post: Post): Promise<Library> {
  const { floorLibrary } = await import('./floor/loop.ts');
  if (wire === 'chat') {
    const { chatFloor } = await import('./floor/chat.ts');
    return floorLibrary(chatFloor, post);
  }
  const { messagesFloor } = await import('./floor/messages.ts');
  return floorLibrary(messagesFloor, post);
}
