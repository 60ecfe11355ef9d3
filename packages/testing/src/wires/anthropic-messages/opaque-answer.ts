import type { WireAnswer } from '../../provider/wire-format.ts';
import { seal } from '../lib/seal.ts';
import { placeNote } from './thought-order.ts';

const thought = 'The city is not named, so I search.';
const id = 'msg_01Opaque';
const redacted = seal('', placeNote(id, 1));
const page = seal('', 'page');
const index = seal('', 'index');
const searchId = 'srvtoolu_01Search';

const searching = {
  type: 'server_tool_use',
  id: searchId,
  name: 'web_search',
  input: { query: 'weather' },
};
const found = {
  type: 'web_search_tool_result',
  tool_use_id: searchId,
  content: [
    {
      type: 'web_search_result',
      title: 'Weather',
      url: 'https://example.com/weather',
      encrypted_content: page,
      page_age: null,
    },
  ],
};
const cited = {
  type: 'text',
  text: 'It is sunny.',
  citations: [
    {
      type: 'web_search_result_location',
      cited_text: 'sunny',
      encrypted_index: index,
      title: 'Weather',
      url: 'https://example.com/weather',
    },
  ],
};

/** An answer with every kind of state that must come back as it was. */
export const opaqueAnswer: WireAnswer = {
  id,
  blocks: [
    { type: 'reasoning', pieces: [thought] },
    { type: 'raw', fields: { type: 'redacted_thinking', data: redacted } },
    { type: 'raw', fields: searching },
    { type: 'raw', fields: found },
    { type: 'raw', fields: cited },
    { type: 'call', id: 'toolu_01', name: 'clock', pieces: ['{}'] },
  ],
};

/** Parts of it that only the model which made them can read. */
export const boundSecrets = [seal(thought, placeNote(id, 0)), redacted] as const;
export const opaqueSecrets = [...boundSecrets, searchId, page, index];
