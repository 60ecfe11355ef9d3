import type { JsonObject } from '@pegboard/core';
import { anything, flag, listOf, matching, oneOf, shape, text } from '../lib/shape.ts';
import { generationConfig } from './validate-config.ts';
import { contentsRule } from './validate-contents.ts';
import { systemInstruction } from './validate-parts.ts';
import { toolConfigRule, toolsRule } from './validate-tools.ts';

export interface ValidationOptions {
  /** Whose thought signatures are taken; default `own`: only those that this host gave out. */
  readonly signatures?: 'own' | 'any';
}

const safetySettings = listOf(
  shape({
    category: matching(/^HARM_CATEGORY_[A-Z_]+$/, 'must be a HARM_CATEGORY_ word'),
    threshold: oneOf('BLOCK_LOW_AND_ABOVE', 'BLOCK_MEDIUM_AND_ABOVE', 'BLOCK_ONLY_HIGH', 'BLOCK_NONE', 'OFF'),
  }),
  { min: 1 },
);

/** Only on Google Cloud. */
const cloudKeys = { modelArmorConfig: anything, labels: anything };

/**
 * What the first-party host refuses in a generateContent request, one sentence each: protocol as of November 2026, in camelCase (the API
 * takes snake_case too, most relays do not). Without an address, and for models of other names, the rules of the newest models hold.
 */
export function validateRequest(body: JsonObject, url = '', options: ValidationOptions = {}): string[] {
  const found: string[] = [];
  const old = /\/models\/gemini-[12][.-]/.test(url);
  const ownOnly = options.signatures !== 'any';
  const rule = shape(
    { contents: contentsRule({ demanded: !old, ownOnly }) },
    {
      systemInstruction,
      tools: toolsRule(body, old),
      toolConfig: toolConfigRule(body, /\/models\/gemini-[3-9]/.test(url)),
      generationConfig,
      safetySettings,
      cachedContent: matching(/^cachedContents\/./, 'must be the name of a cache'),
      serviceTier: text,
      store: flag,
      continuationToken: text,
      ...(url.includes('/projects/') && cloudKeys),
    },
  );
  rule(body, (problem, at = '') => void found.push(`${at.slice(1)}: ${problem}`));
  if (url.includes(':streamGenerateContent') && !/[?&]alt=sse(&|$)/.test(url))
    found.push('alt: must be sse, or the stream is one JSON list');
  return found;
}
