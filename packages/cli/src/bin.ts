#!/usr/bin/env node
import * as nodeModule from 'node:module';
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `pegboard needs Node 22.13 or later. This is Node ${process.versions.node}. Install a newer one from https://nodejs.org.\n`,
  );
  process.exit(2);
}
// Compiled code is kept between calls, which halves the time to the first line.
nodeModule.enableCompileCache();
// Loaded only now, since an older Node would stumble over its syntax first.
void import('./start.ts').then(({ start }) => start(process.argv.slice(2)));
