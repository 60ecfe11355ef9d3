/** What a case returns when the thing under test lacks what the case is about. */
export interface Skipped {
  readonly skipped: string;
}

/** One obligation of a contract. `run` makes its own fresh subject and throws when the obligation is not met. */
export interface ConformanceCase<Subject> {
  readonly name: string;
  readonly run: (subject: Subject) => Promise<Skipped | undefined | void>;
}
