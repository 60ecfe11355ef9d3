import { ToolFailure } from '@pegboard/core';
import { type Act, createActor } from './act.ts';
import { openNamedDisplay } from './named-display.ts';
import { openOwnDisplay } from './own-display.ts';
import type { ScreenPlan } from './screen-options.ts';

export interface Screen {
  /** One action after the other, in the order in which they were asked for. */
  readonly act: Act;
  /** Whether it has to be opened again. */
  isGone(): boolean;
  close(): Promise<void>;
}

/** Opens a screen. Rejects with a `ToolFailure` or a `ConfigError` that says what is missing. */
export async function openScreen(plan: ScreenPlan, closed: AbortSignal): Promise<Screen> {
  const { display: name } = plan;
  const display = await (name === undefined ? openOwnDisplay(plan, closed) : openNamedDisplay(name, plan));
  const act = createActor(display, plan);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: Act = async (action, signal) => {
    signal.throwIfAborted();
    try {
      return await act(action, signal);
    } catch (error) {
      signal.throwIfAborted();
      const gone = display.gone();
      if (gone === undefined) throw error;
      throw new ToolFailure(
        `The screen is gone, with all that was on it: ${gone}. Take a screenshot: a new one is opened.`,
      );
    }
  };
  return {
    act: (action, signal) => {
      const next = last.then(() => inTurn(action, signal));
      last = next.catch(() => undefined);
      return next;
    },
    isGone: () => display.gone() !== undefined,
    close: display.close,
  };
}
