import * as z from 'zod';
import { searchHit } from '../search/search-answer.ts';

export const arxivPaper = searchHit.extend({
  authors: z.array(z.string()),
  categories: z.array(z.string()).describe('arXiv categories, the primary one first.'),
  pdf: z.string().optional().describe('Address of the PDF.'),
});

export type ArxivPaper = z.infer<typeof arxivPaper>;
