// A person decides about some calls: at once, or later, in another process.
// `node src/main.ts` shows all; with `pause` and then `resume` as argument it is two processes that share a file.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPage } from 'example-print';
import { askInline } from './ask-inline.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

const page = createPage();
const [step = 'all'] = process.argv.slice(2);
const file = join(tmpdir(), step === 'all' ? `pegboard-run-${process.pid}.json` : 'pegboard-run.json');

if (step === 'all') await askInline(page);
if (step !== 'resume') await pause(file, page);
if (step !== 'pause') {
  await resume(file, page);
  await rm(file);
}
