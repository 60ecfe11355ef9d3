/** Something about a tool that somebody may want to change. */
export interface Finding {
  /** `error`: an API refuses it · `warning`: a model may stumble over it, or something is lost · `hint`: it could be better. */
  readonly severity: 'error' | 'warning' | 'hint';
  readonly tool: string;
  /** Such as `#/properties/city`. */
  readonly place?: string;
  readonly what: string;
  readonly fix?: string;
  /** The providers it is about; absent: all. */
  readonly providers?: readonly string[];
}
