import { isUnauthorized } from '../auth/authorize.ts';
import type { Connection } from './connection.ts';

/** Most logins for one request: the first, and one for a wider scope. */
const most = 2;

/** Does the work; where the server refuses and wants a login, which it does before it begins anything, once more after it. */
export async function withLogin<T>(
  connection: Connection,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let login = 1; ; login++) {
    try {
      return await work();
    } catch (error) {
      if (!isUnauthorized(error) || login > most) throw error;
      await connection.authorize(signal);
    }
  }
}
