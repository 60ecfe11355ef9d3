import { isJsonObject, type ToolSpec } from '@pegboard/core/provider';
import { propertyList } from './property-list.ts';
import { meaningsOf } from './words.ts';

export interface RankedTool {
  readonly tool: ToolSpec;
  /** How much of the text speaks of this tool; comparable only within one ranking. */
  readonly score: number;
  /** The part of the score for which no other tool is named as clearly; a tie between names counts half. */
  readonly own: number;
  /** Where in the text the first of its words stands, counted in words. */
  readonly at: number;
}

const nameWeight = 3;
const parameterWeight = 1.5;
const descriptionWeight = 1;

/** The least `own` score of a tool that is worth calling. */
export const worthCalling = 1.4;

/** The declared tools by how well the words of their names, parameters and descriptions meet the text, best first. */
export function rankTools(tools: readonly ToolSpec[], text: string): readonly RankedTool[] {
  const words = [...new Set(meaningsOf(text))];
  const weights = tools.map(weightsOf);
  const ranked = tools.map((tool, index) => {
    const mine = weights[index] ?? new Map<string, number>();
    let score = 0;
    let own = 0;
    let at = words.length;
    for (const [place, word] of words.entries()) {
      const weight = mine.get(word) ?? 0;
      if (weight === 0) continue;
      const value = weight * rarity(word, weights);
      score += value;
      const rival = Math.max(0, ...weights.map((other) => (other === mine ? 0 : (other.get(word) ?? 0))));
      if (rival > weight || (rival === weight && weight < nameWeight)) continue;
      own += rival === weight ? value / 2 : value;
      at = Math.min(at, place);
    }
    return { tool, score, own, at };
  });
  return ranked.toSorted((one, other) => other.score - one.score);
}

/** 1 for a word of one tool only, less the more tools have it. */
function rarity(word: string, weights: readonly ReadonlyMap<string, number>[]): number {
  const having = weights.filter((one) => one.has(word)).length;
  return Math.log(1 + weights.length / having) / Math.log(1 + weights.length);
}

function weightsOf(tool: ToolSpec): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const count = (text: string, weight: number): void => {
    for (const word of meaningsOf(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
  };
  count(tool.name, nameWeight);
  count(tool.description, descriptionWeight);
  for (const { name, schema } of propertyList(tool.inputSchema)) {
    count(name, parameterWeight);
    if (typeof schema['description'] === 'string') count(schema['description'], descriptionWeight);
    for (const value of allowedTexts(schema)) count(value, descriptionWeight);
  }
  return weights;
}

/** The strings that a schema allows, also as items of a list. */
export function allowedTexts(schema: ToolSpec['inputSchema']): readonly string[] {
  const { items } = schema;
  const values = schema['enum'] ?? (isJsonObject(items) ? items['enum'] : undefined);
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** The word that says what a tool gives: the last one of its name, as in `city_distance`. */
export function subjectOf(tool: ToolSpec): string | undefined {
  return meaningsOf(tool.name).at(-1);
}
