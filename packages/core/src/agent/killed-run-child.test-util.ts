import { deadlyCheckpoint, storyAgent } from './killed-run.test-util.ts';

const [log = '', patches = '', last = ''] = process.argv.slice(2);
await storyAgent(log).run('Go.', { checkpoint: deadlyCheckpoint(patches, Number(last)) });
