import type { JsonObject } from '@pegboard/core';
import { asText } from '../../wires/lib/shape.ts';
import { mapInner, mapKey, mapObjects, mapText, without } from '../change-body.ts';
import { answered, type ProviderMutant, tampered } from '../provider-mutant.ts';

const echo = 'opaque state goes back to the codec that wrote it';
const running = 'opaque state goes back while the tool turn still runs';
const pairs = 'calls and results arrive in pairs, in order';

const mapParts = mapInner('contents', 'parts');
const withoutSignature = ({ thoughtSignature: _gone, ...part }: JsonObject): JsonObject => part;

const signatures: readonly ProviderMutant[] = [
  tampered('drops signatures', echo, without('thoughtSignature')),
  tampered('drops signatures while a tool turn runs', running, without('thoughtSignature')),
  tampered(
    'drops the signature of a call',
    echo,
    mapObjects((part) => (part.functionCall ? withoutSignature(part) : part)),
  ),
  tampered(
    'drops the signature of a text',
    echo,
    mapObjects((part) => (part.text ? withoutSignature(part) : part)),
  ),
  tampered(
    'drops the last part, which is empty but for its signature',
    echo,
    mapParts('model', (parts) => parts.filter(({ text }) => text !== '')),
  ),
  tampered(
    'changes signatures',
    echo,
    mapText('thoughtSignature', (value) => `${value.slice(0, -8)}AAAAAAA=`),
  ),
  tampered(
    'decodes signatures',
    echo,
    mapText('thoughtSignature', (value) => atob(value)),
  ),
  tampered(
    'moves the signature to the call behind',
    echo,
    mapParts('model', (parts) => {
      const calls = parts.filter(({ functionCall }) => functionCall !== undefined);
      return parts.map((part) =>
        part === calls[0]
          ? withoutSignature(part)
          : part === calls[1] && calls[0]?.thoughtSignature !== undefined
            ? { ...part, thoughtSignature: calls[0].thoughtSignature }
            : part,
      );
    }),
  ),
  tampered(
    'moves the signature to the part before',
    echo,
    mapParts('model', (parts) =>
      parts.map((part, at) => {
        const next = parts[at + 1]?.thoughtSignature;
        return next === undefined ? withoutSignature(part) : { ...part, thoughtSignature: next };
      }),
    ),
  ),
  tampered(
    'merges texts and keeps the last signature',
    echo,
    mapParts('model', (parts) => {
      const texts = parts.filter(({ text, thought }) => text !== undefined && thought !== true);
      const text = texts.map((part) => asText(part.text)).join('');
      const last = texts.at(-1);
      return parts.flatMap((part) =>
        part === last ? [{ ...part, text }] : texts.includes(part) ? [] : [part],
      );
    }),
  ),
  tampered(
    'signs every call with the first signature',
    echo,
    mapParts('model', (parts) => {
      const first = parts.find((part) => part.functionCall !== undefined)?.thoughtSignature;
      return first === undefined
        ? parts
        : parts.map((part) => (part.functionCall ? { ...part, thoughtSignature: first } : part));
    }),
  ),
  tampered(
    'lets stand-ins sign what the model signed',
    echo,
    mapKey('thoughtSignature', () => 'skip_thought_signature_validator'),
  ),
  tampered(
    'signs no call of another provider',
    'a tool turn at the end of the conversation is valid',
    without('thoughtSignature'),
  ),
  tampered(
    'makes signatures up for calls of another provider',
    pairs,
    mapKey('thoughtSignature', () => btoa('made up')),
  ),
  tampered(
    'sends foreign signatures',
    'a conversation of another provider is understood, its opaque state stays out',
    mapObjects((part) => (part.functionCall ? { ...part, thoughtSignature: btoa('OPAQUE-4711') } : part)),
  ),
  answered('misses signatures', echo, (frame) => frame.replace(/,"thoughtSignature":"[^"]*"/g, '')),
  answered('misses the last part, which is empty but for its signature', echo, (frame) =>
    frame.replace(/\{"text":"","thoughtSignature":"[^"]*"\}/, '{"text":""}'),
  ),
];

/** Wrong in how they send back the signatures of parts. */
export const googleSignatureMutants: readonly ProviderMutant[] = [...signatures];
