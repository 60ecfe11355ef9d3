import type { JsonObject, Message } from '@pegboard/core';
import { apiKey } from '../provider/model-request.ts';
import { mapObjects, without } from './change-body.ts';
import { answered, type ProviderMutant, tampered, wrapped } from './provider-mutant.ts';
import { mapRequest } from './wrap-stream.ts';

const oneCall = 'a call comes with its id, name and arguments to the letter';
/** Where APIs take how deep a model shall think. */
const depths = ['reasoning_effort', 'effort', 'thinkingLevel', 'think'];

const bodies: readonly ProviderMutant[] = [
  tampered('sends an empty list of tools', 'model and message arrive', (body) => ({ tools: [], ...body })),
  tampered('sends null for what is not set', 'model and message arrive', (body) => ({
    ...body,
    tools: null,
    stop: null,
  })),
  tampered('sends a temperature that nobody set', 'nothing is sent that was not asked for', (body) => ({
    temperature: 1,
    ...body,
  })),
  tampered('sends keys that the API does not know', 'model and message arrive', (body) => ({
    ...body,
    messages_id: 'u1',
  })),
  tampered(
    'drops settings of value 0',
    'settings arrive, 0 and false included',
    mapObjects((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== 0))),
    ({ settings }) =>
      Object.values(settings).includes(0) ? undefined : 'no setting of the API takes the value 0',
  ),
  tampered(
    'drops stop',
    'settings arrive, 0 and false included',
    without('stop', 'stop_sequences', 'stopSequences'),
    ({ settings }) => (settings.stop ? undefined : 'the API has no texts to stop at'),
  ),
  tampered(
    'drops the choice of tools',
    'every choice of tools arrives',
    without('tool_choice', 'toolConfig'),
  ),
  tampered(
    'drops the limit of tokens',
    'settings arrive, 0 and false included',
    without('max_completion_tokens', 'max_tokens', 'max_output_tokens', 'maxOutputTokens', 'num_predict'),
  ),
  tampered(
    'drops the descriptions of tools',
    'tools arrive with name, description and schema',
    without('description'),
  ),
  tampered('sends another model', 'model and message arrive', (body) => ({
    ...body,
    model: 'another-model',
  })),
  tampered(
    'drops provider options',
    'provider options are merged into the body, those of others are not',
    (body, { option = { metadata: {} } }) => without(...Object.keys(option))(body),
  ),
  tampered(
    'sends depths of reasoning that the API does not know',
    'every depth of reasoning makes a valid request',
    mapObjects((object) =>
      Object.fromEntries(
        Object.entries(object).map(([key, value]) => [key, depths.includes(key) ? 'deepest' : value]),
      ),
    ),
  ),
  tampered(
    'sends the wish for the cache under its own name',
    'a wish for the cache makes a valid request',
    (body) => ({ ...body, promptCache: true }),
  ),
  wrapped(
    'forgets the schema of the answer',
    'the schema of the answer arrives',
    mapRequest(({ output: _output, ...request }) => request),
  ),
  wrapped(
    'forgets the schemas of tools',
    'tools arrive with name, description and schema',
    mapRequest((request) => ({
      ...request,
      tools: request.tools.map((tool) => ({ ...tool, inputSchema: { type: 'object' } })),
    })),
  ),
  wrapped(
    'puts the key into the body',
    'the key goes where it belongs, and nowhere else',
    mapRequest((request) => ({
      ...request,
      messages: [...request.messages, { id: 'k', role: 'user', content: [{ type: 'text', text: apiKey }] }],
    })),
  ),
  wrapped(
    'changes the request',
    'a request is not changed',
    mapRequest((request) => {
      (request.messages as Message[]).push({ id: 'extra', role: 'user', content: [] });
      return request;
    }),
  ),
  wrapped('makes new ids for every call', 'the same input makes the same bytes', (provider) => {
    let count = 0;
    return mapRequest((request) => ({
      ...request,
      settings: { ...request.settings, maxTokens: 100 + ++count },
    }))(provider);
  }),
  wrapped(
    'sends the options of everybody',
    'provider options are merged into the body, those of others are not',
    (provider) =>
      mapRequest((request) => {
        const all = Object.assign({}, ...Object.values(request.providerOptions ?? {})) as JsonObject;
        return { ...request, providerOptions: { [provider.name]: all } };
      })(provider),
  ),
];

const answers: readonly ProviderMutant[] = [
  answered('decodes each chunk as Latin-1', 'any text comes through to the letter', (frame) =>
    Buffer.from(frame).toString('latin1'),
  ),
  answered('reads only ASCII', 'network chunks do not matter: cut inside every character', (frame) =>
    frame.replace(/[^\0-\x7f]/g, '?'),
  ),
  answered(
    'loses escapes',
    oneCall,
    (frame) => frame.replaceAll('\\\\u006c', 'l'),
    ({ callArgs }) => (callArgs?.stream === 'object' ? 'arguments are objects in this API' : undefined),
  ),
  answered(
    'loses characters of long arguments',
    'large arguments arrive whole and in reasonable time',
    (frame) => frame.replaceAll('xxxxx', 'xxxx'),
  ),
];

/** Wrong in what they send or in how they read bytes. */
export const requestMutants: readonly ProviderMutant[] = [...bodies, ...answers];
