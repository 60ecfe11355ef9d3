/** What a scenario gives back: for people, and for programs. */
export interface BenchReport {
  readonly markdown: string;
  readonly figures: unknown;
}
