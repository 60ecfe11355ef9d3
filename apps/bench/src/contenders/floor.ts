import type { Contender, Library, Wire } from './contender.ts';
import { chatFloor } from './floor/chat.ts';
import { floorLibrary } from './floor/loop.ts';
import { messagesFloor } from './floor/messages.ts';
import { fetchPost, nodePost, type Post } from './floor/post.ts';

/** The hand-written loop that everything is compared with. */
export const floor: Contender = {
  name: 'floor',
  label: 'hand-written loop',
  wires: ['chat', 'messages'],
  load: async (wire) => libraryOf(wire, nodePost()),
};

/** The same loop where there is nothing but fetch. */
export const floorOnFetch: Contender = {
  name: 'floor-fetch',
  label: 'hand-written loop, fetch',
  wires: ['chat', 'messages'],
  load: async (wire) => libraryOf(wire, fetchPost),
};

function libraryOf(wire: Wire, post: Post): Library {
  return wire === 'chat' ? floorLibrary(chatFloor, post) : floorLibrary(messagesFloor, post);
}
