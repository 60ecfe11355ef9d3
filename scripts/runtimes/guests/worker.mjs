// For `workerd test`: prints the facts.
import { smoke } from './smoke.mjs';

export default {
  async test(_controller, { BASE_URL }) {
    console.log(JSON.stringify(await smoke({ baseURL: BASE_URL })));
  },
};
