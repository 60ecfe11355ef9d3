import type { JsonObject, Message } from '@pegboard/core';
import { apiKey } from '../provider/model-request.ts';
import { type ProviderMutant, tampered, wrapped } from './provider-mutant.ts';
import { mapRequest } from './wrap-stream.ts';

const answered = (name: string, caughtBy: string, response: (frame: string) => string): ProviderMutant => ({
  name,
  caughtBy,
  tamper: { response },
});
const oneCall = 'a call comes with its id, name and arguments to the letter';
const without =
  (...keys: readonly string[]) =>
  (body: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));

const bodies: readonly ProviderMutant[] = [
  tampered('sends an empty list of tools', 'model and message arrive', (body) => ({ tools: [], ...body })),
  tampered('sends null for what is not set', 'model and message arrive', (body) => ({
    ...body,
    temperature: null,
  })),
  tampered('sends a temperature that nobody set', 'nothing is sent that was not asked for', (body) => ({
    temperature: 1,
    ...body,
  })),
  tampered('sends keys that the API does not know', 'model and message arrive', (body) => ({
    ...body,
    messages_id: 'u1',
  })),
  tampered('drops settings of value 0', 'settings arrive, 0 and false included', (body) =>
    Object.fromEntries(Object.entries(body).filter(([, value]) => value !== 0)),
  ),
  tampered('drops stop', 'settings arrive, 0 and false included', without('stop')),
  tampered('drops the choice of tools', 'every choice of tools arrives', without('tool_choice')),
  tampered('sends another model', 'model and message arrive', (body) => ({
    ...body,
    model: 'another-model',
  })),
  tampered(
    'drops provider options',
    'provider options are merged into the body, those of others are not',
    without('metadata'),
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
    return mapRequest((request) => ({ ...request, settings: { ...request.settings, seed: ++count } }))(
      provider,
    );
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
  answered('loses escapes', oneCall, (frame) => frame.replaceAll('\\\\u006c', 'l')),
  answered(
    'loses characters of long arguments',
    'large arguments arrive whole and in reasonable time',
    (frame) => frame.replaceAll('xxxxx', 'xxxx'),
  ),
];

/** Wrong in what they send or in how they read bytes. */
export const requestMutants: readonly ProviderMutant[] = [...bodies, ...answers];
