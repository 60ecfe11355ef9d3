/** What the mouse, the keyboard and the camera are made of. */
export type Client = 'xdotool' | 'maim' | 'xmodmap';

/** Runs one of them at a display, and gives what it wrote. Rejects with a `ToolFailure` that has its last words. */
export type RunClient = (client: Client, args: readonly string[], input?: string) => Promise<Buffer>;

export interface Display {
  readonly run: RunClient;
  /** Whether nobody else uses it. */
  readonly isOwn: boolean;
  /** What the model has to know of it, such as a program that has ended. */
  readonly notes: () => readonly string[];
  /** Why it is there no more; undefined while it is. */
  readonly gone: () => string | undefined;
  /** Resolves when all of it has been ended. Again is fine. */
  readonly close: () => Promise<void>;
}
