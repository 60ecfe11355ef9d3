// Fetches its first argument and writes the body, or the status if the second argument says `unread`, or the code of the error.
import { stdout } from 'node:process';
import { isPegboardError } from '@pegboard/core';
import { guardedFetch } from '@pegboard/guard';

const [, , url = '', unread] = process.argv;
try {
  const response = await guardedFetch({ allow: ['127.0.0.1'] })(url);
  stdout.write(unread ? String(response.status) : await response.text());
} catch (error) {
  stdout.write(isPegboardError(error) ? error.code : String(error));
}
