import { problemOf } from './problem.ts';

/** In a process that `runProcess` has started: answers its message. `lead` stands before what an error says. */
export function answerOnce<T>(work: (message: T) => unknown, lead = ''): void {
  // `disarm` takes the global away.
  const host = process;
  host.once('message', (message: T) => {
    void Promise.resolve(message)
      .then(work)
      .catch((error: unknown) => problemOf(error, lead))
      .then((answer) => host.send?.(answer));
  });
  // Without a listener the process would end while it works.
  host.on('message', () => {});
}
