// In a project where the packed packages are installed: calls each tool of the toolbox that works in a process of its own, and looks at how
// those processes were started.
import { deepEqual } from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Agent } from '@pegboard/core';
import { scriptedProvider } from '@pegboard/testing';
import { toolbox } from '@pegboard/toolbox';

const installed = (name) => realpathSync(join('node_modules', name));
const code = installed('@pegboard/toolbox');
const everything = ['*'];
const onlyPython = [join(code, 'dist', '*'), join(code, 'package.json'), join(installed('pyodide'), '*')];

const root = mkdtempSync(join(tmpdir(), 'pegboard-packed-'));
const database = new DatabaseSync(join(root, 'songs.db'));
database.exec("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Solveig')");
database.close();

const page =
  '<title>News</title><article><h1>Rain</h1><p>It rains in Oslo today, and will tomorrow.</p></article>';
const host = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page)).listen(
  0,
  '127.0.0.1',
);
await new Promise((resolve) => host.once('listening', resolve));
const address = `127.0.0.1:${host.address().port}`;

const started = [];
subscribe('child_process', ({ process: child }) => started.push(child));

/** What a process runs, and what it may do. */
function described({ spawnargs }) {
  const readable = spawnargs
    .filter((argument) => argument.startsWith('--allow-fs-read='))
    .map((argument) => argument.slice('--allow-fs-read='.length));
  const rights = spawnargs.filter((argument) => /^--(permission|allow-)/.test(argument));
  return {
    file: spawnargs.find((argument) => argument.endsWith('.js')),
    rights: rights.map((argument) => argument.split('=', 1)[0]),
    readable,
  };
}

/** What each tool is asked, the file of the process that has to do it, and whether the result is right. */
const tasks = [
  {
    name: 'run_javascript',
    input: { code: 'return [3, 1, 2].sort()' },
    file: 'script',
    isRight: ({ result }) => result.join() === '1,2,3',
  },
  {
    name: 'run_python',
    input: { code: 'import statistics\nstatistics.median([3, 1, 2])' },
    file: 'python',
    isRight: ({ value }) => value === 2,
  },
  {
    name: 'query_csv',
    input: { text: 'a,b\n1,2\n3,4', sql: 'SELECT SUM(b) FROM csv' },
    file: 'sql',
    isRight: ({ rows }) => rows[0][0] === 6,
  },
  {
    name: 'query_sqlite',
    input: { path: 'songs.db', sql: 'SELECT title FROM songs' },
    file: 'sql',
    isRight: ({ rows }) => rows[0][0] === 'Solveig',
  },
  {
    name: 'query_json',
    input: { text: '{"a":[1,2]}', query: '$sum(a)' },
    file: 'task',
    isRight: ({ result }) => result === 3,
  },
  {
    name: 'calculate',
    input: { expression: '6 * 7' },
    file: 'task',
    isRight: ({ result }) => result === '42',
  },
  {
    name: 'diff_text',
    input: { before: 'a\nb\n', after: 'a\nc\n' },
    file: 'task',
    isRight: ({ diff }) => /^-b$\n^\+c$/m.test(diff),
  },
  {
    name: 'regex_search',
    input: { pattern: 'b+', text: 'abb' },
    file: 'task',
    isRight: ({ matches }) => matches[0].match === 'bb',
  },
  {
    name: 'fetch_page',
    input: { url: `http://${address}/` },
    file: 'task',
    isRight: ({ markdown }) => markdown.includes('It rains in Oslo'),
  },
];

for (const { name, input, file, isRight } of tasks) {
  started.length = 0;
  const agent = new Agent({
    provider: scriptedProvider([{ calls: [{ name, input }] }, 'Done.']),
    model: 'any',
    tools: toolbox({ root, python: true, allowHosts: [address], only: [name] }),
  });
  const call = (await agent.run('Go')).calls.last(name);
  const right = call.status === 'success' && isRight(call.result);
  if (!right) throw new Error(`${name} gave ${JSON.stringify(call.result ?? call.error)}`);
  const readable = file === 'python' ? onlyPython : everything;
  deepEqual(started.map(described), [
    {
      file: join(code, 'dist/processes', `${file}.js`),
      rights: ['--permission', ...readable.map(() => '--allow-fs-read'), '--allow-worker'],
      readable,
    },
  ]);
}

host.close();
rmSync(root, { recursive: true });
console.log(`${tasks.length} tools of the toolbox work in processes of their own.`);
