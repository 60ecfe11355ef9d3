import { problemOf } from './problem.ts';

/** In a process that `runProcess` has started: answers its message. `lead` stands before what an error says. */
export function answerOnce(work: (message: never) => unknown, lead = ''): void {
  // `disarm` takes the global away.
  const host = process;
  host.once('message', (message: unknown) => {
    // Each process is sent what its work takes.
    void Promise.resolve(message as never)
      .then(work)
      .catch((error: unknown) => problemOf(error, lead))
      .then((answer) => host.send?.(answer));
  });
  // Without a listener the process would end while it works.
  host.on('message', () => {});
}
