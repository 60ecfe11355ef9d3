// For a page: sends the facts, or what went wrong, to the server that the page came from.
import { smoke } from './smoke.mjs';

async function report() {
  try {
    return await smoke({ baseURL: new URLSearchParams(location.search).get('host'), inBrowser: true });
  } catch (error) {
    return { failed: String(error?.stack ?? error) };
  }
}

await fetch('/facts', { method: 'POST', body: JSON.stringify(await report()) });
