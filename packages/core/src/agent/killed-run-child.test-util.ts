import { deadly, storyAgent, toTheEnd } from './killed-run.test-util.ts';

const [log = '', patches = '', last = ''] = process.argv.slice(2);
const options = deadly(patches, Number(last));
const { state } = await storyAgent(log).run('Go.', options);
await toTheEnd(log, state, options);
