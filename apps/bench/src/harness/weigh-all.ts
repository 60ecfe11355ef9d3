import type { Contender } from '../contenders/contender.ts';
import type { Weighing } from '../weigh/weighing.ts';
import type { Row } from './summarise.ts';

/** A row for each contender that there is something to weigh of. */
export function weighAll(weighing: Weighing, contenders: readonly Contender[]): Row[] {
  return contenders.filter(weighing.takes).map((contender) => {
    const { name, label } = contender;
    try {
      const sample = Object.entries(weighing.weigh(contender));
      const figures = Object.fromEntries(sample.map(([key, value]) => [key, { value, ratio: Number.NaN }]));
      return { name, label, figures };
    } catch (error) {
      return { name, label, figures: {}, error: error instanceof Error ? error.message : String(error) };
    }
  });
}
