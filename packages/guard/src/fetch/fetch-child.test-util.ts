// Fetches its first argument and writes the status; the body is left unread if the second argument says so.
import { stdout } from 'node:process';
import { guardedFetch } from '@pegboard/guard';

const [, , url = '', unread] = process.argv;
const response = await guardedFetch({ allow: ['127.0.0.1'] })(url);
stdout.write(unread ? String(response.status) : await response.text());
