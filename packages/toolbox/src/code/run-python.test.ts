import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runPython, type RunPythonOptions } from '@pegboard/toolbox';
import { call, workspace } from '../files/files.test-helper.ts';

const run = async (code: string, options: RunPythonOptions = {}): Promise<unknown> => {
  const { status, result, error } = await call(runPython({ timeoutMs: 60_000, ...options }), { code });
  return status === 'success' ? result : `${status}: ${error}`;
};

/** What became of each script, all tried in one process. */
async function attempts(scripts: readonly string[]): Promise<unknown> {
  const code = `
import json
outcomes = []
for script in json.loads(${JSON.stringify(JSON.stringify(scripts))}):
    try:
        lines = script.split('\\n')
        scope = {}
        exec('\\n'.join(lines[:-1]), scope)
        outcomes.append([script, 'gave ' + repr(eval(lines[-1], scope))])
    except BaseException as error:
        outcomes.append([script, type(error).__name__])
outcomes`;
  const result = await run(code);
  return typeof result === 'object' && result !== null && 'value' in result ? result.value : result;
}

describe('a script in Python', { timeout: 120_000 }, () => {
  it.each<readonly [string, unknown]>([
    ['from statistics import median\nprint("é", 1)\nmedian([3, 1, 2])', { value: 2, printed: 'é 1\n' }],
    ['x = 1', { value: null }],
    [
      'import json, re, decimal, datetime, itertools, csv, math, collections, hashlib, random, sqlite3\n[str(decimal.Decimal("0.1") * 3), hashlib.sha256(b"").hexdigest()[:6]]',
      { value: ['0.3', 'e3b0c4'] },
    ],
    ['{"a": (1, None, True), 2: "b"}', { value: { a: [1, null, true], 2: 'b' } }],
    ['{1, 2}', { value: '{1, 2}' }],
    ['float("nan")', { value: 'nan' }],
    ['def f(n): return 1 if n < 2 else n * f(n - 1)\nf(30)', { value: '265252859812191058636308480000000' }],
    [
      'with open("note.txt", "w") as f: f.write("kept here")\nopen("note.txt").read()',
      { value: 'kept here' },
    ],
  ])('%s', async (code, expected) => {
    expect(await run(code)).toEqual(expected);
  });

  it.each([
    ['x = (', /SyntaxError/],
    ['\n1 / 0', /ZeroDivisionError: division by zero \(line 2\)/],
    ['print("before")\nraise ValueError("no")', /ValueError: no \(line 2\)\nPrinted before:\nbefore/],
    ['import numpy', /No module named 'numpy'/],
    ['input()', /failed: /],
    ['raise SystemExit("bye")', /SystemExit: bye/],
    ['"x" * 60_000', /60002 characters/],
    ['def f(): f()\nf()', /RecursionError|failed/],
  ])('%s is a failure with a reason', async (code, reason) => {
    expect(await run(code)).toMatch(reason);
  });

  it('is stopped when it takes too long, whatever it catches', async () => {
    expect(
      await run('while True:\n  try:\n    while True: pass\n  except BaseException: pass', {
        timeoutMs: 15_000,
      }),
    ).toMatch(/within 15000 ms/);
  });

  it.each([
    'b"x" * 2_000_000_000',
    'a = []\nwhile True: a.append(bytes(10_000_000))',
    'x = "a" * 1000\nwhile True: x += x',
  ])('%s takes no more memory than it may', async (code) => {
    expect(await run(code, { memoryBytes: 128_000_000 })).toMatch(/MemoryError|memory/);
  });

  it('prints as much as it may', async () => {
    const { printed } = (await run('for i in range(100_000): print("x" * 100)', { maxOutputChars: 500 })) as {
      printed: string;
    };
    expect(printed.length).toBeLessThan(600);
    expect(printed).toContain('left out');
  });
});

/** Objects of JavaScript that a script may come by, and what it would do with them. */
const hunt = `
import gc, sys
from pyodide.ffi import JsProxy, to_js, create_proxy
found = [to_js([1]), to_js({'a': 1}), create_proxy(lambda: 1), create_proxy({})]
found += [o for o in gc.get_objects() if isinstance(o, JsProxy)]
for module in list(sys.modules.values()):
    found += [v for v in vars(module).values() if isinstance(v, JsProxy)]
frame = sys._getframe()
while frame:
    found += [v for v in {**frame.f_globals, **frame.f_locals}.values() if isinstance(v, JsProxy)]
    frame = frame.f_back
seen, queue, loot = set(), found, []
while queue and len(seen) < 3000:
    o = queue.pop()
    if o.js_id in seen: continue
    seen.add(o.js_id)
    for name in dir(o) + ['constructor', '__proto__', 'prototype']:
        try: v = getattr(o, name)
        except BaseException: continue
        if name in ('process', 'require', 'mainModule', 'fetch', 'Function', 'eval', 'globalThis'): loot.append(name)
        if isinstance(v, JsProxy): queue.append(v)
    if getattr(o, 'typeof', '') == 'function':
        for args in (['return globalThis.process.versions.node'], ['return fetch']):
            try:
                made = o.new(*args)
                loot.append(str(made()))
            except BaseException: pass
            try:
                made = o(*args)
                loot.append(str(made()))
            except BaseException: pass
`;

describe('the sandbox of Python', { timeout: 120_000 }, () => {
  it('may read the code of this package and pyodide, and nothing else', async () => {
    const started: ChildProcess[] = [];
    const note = (message: unknown): void =>
      void started.push((message as { process: ChildProcess }).process); // what Node tells on this channel
    subscribe('child_process', note);
    onTestFinished(() => void unsubscribe('child_process', note));
    expect(await run('1')).toEqual({ value: 1 });
    const rights = started[0]?.spawnargs.filter((argument) => /^--(?:permission|allow-)/.test(argument));
    const home = join(import.meta.dirname, '../..');
    const pyodide = dirname(realpathSync(fileURLToPath(import.meta.resolve('pyodide'))));
    expect(rights).toEqual([
      '--permission',
      `--allow-fs-read=${join(home, 'src/*')}`,
      `--allow-fs-read=${join(home, 'package.json')}`,
      `--allow-fs-read=${join(pyodide, '*')}`,
      '--allow-worker',
    ]);
  });

  it('shows no object of JavaScript that leads out', async () => {
    const result = await run(
      `${hunt}\nsorted(set(x for x in loot if 'v2' in x or 'function' in x or x in ('process', 'require', 'fetch', 'mainModule')))`,
    );
    expect(result).toEqual({ value: [] });
  });

  it('has no way out', async () => {
    const ways = [
      'import js\njs.process.version',
      'from js import fetch\nfetch',
      'import pyodide_js\npyodide_js.version',
      'from pyodide.code import run_js\nrun_js("globalThis.process.version")',
      'from pyodide.http import open_url\nopen_url("http://127.0.0.1").read()',
      'import pyodide_js._api\n1',
      'from pyodide.ffi import to_js\nto_js([1]).constructor.constructor("return process.version")()',
      'from pyodide.ffi import create_proxy\ncreate_proxy(print).constructor("return process.version")()',
      'import micropip\n1',
      'import subprocess\nsubprocess.run(["id"], capture_output=True).stdout.decode()',
      'import os\nos.execv("/bin/sh", ["sh"])',
      'import os\nos.fork()',
      'import ctypes\nctypes.CDLL("libc.so.6").system(b"id")',
      'import os\nos.posix_spawn("/bin/true", ["true"], {})',
      'import webbrowser\nwebbrowser.open("http://127.0.0.1") or 1/0',
    ];
    expect(await attempts(ways)).toEqual(ways.map((way) => [way, expect.stringMatching(/Error|Exception/)]));
  });

  it('starts no program and writes no file of the machine', async () => {
    const folder = workspace();
    const mark = `${folder}/mark`;
    for (const code of [
      `import os\nos.system("touch ${mark}")`,
      `import os\nos.popen("touch ${mark}").read()`,
      `open("${mark}", "w")`,
      `import ctypes\nctypes.pythonapi.PyRun_SimpleString(b"open('${mark}','w')")`,
      `import pathlib\npathlib.Path("${folder}").mkdir(parents=True)\nopen("${mark}", "w").write("x")`,
    ])
      await run(code);
    expect(existsSync(mark)).toBe(false);
  });

  it('reads no file of the machine', async () => {
    const folder = workspace({ 'secret.txt': 'the keys' });
    const ways = [
      `open("${folder}/secret.txt").read()`,
      'open("/etc/passwd").read()',
      'open("/proc/self/environ").read()',
      'import os\nos.listdir("/home") and open("/etc/hostname").read()',
      `import os\nos.symlink("${folder}/secret.txt", "x")\nopen("x").read()`,
    ];
    expect(await attempts(ways)).toEqual(ways.map((way) => [way, expect.stringMatching(/Error/)]));
    const { value } = (await run('import os\n[dict(os.environ), os.listdir("/")]')) as {
      value: [Record<string, string>, string[]];
    };
    expect(Object.keys(value[0])).not.toContain('PATH_INFO');
    expect(JSON.stringify(value)).not.toContain(process.env['PATH'] ?? 'no path');
  });

  it('opens no connection', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.end('secret');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    // A TCP server has an address with a port.
    const { port } = server.address() as AddressInfo;
    const ways = [
      `import socket\ns = socket.create_connection(("127.0.0.1", ${port}), 2)\ns.send(b"x"); str(s.recv(10))`,
      `import socket\ns = socket.socket(); s.connect(("127.0.0.1", ${port})); s.send(b"GET / HTTP/1.0\\n\\n"); str(s.recv(10))`,
      `import urllib.request\nurllib.request.urlopen("http://127.0.0.1:${port}", timeout=2).read().decode()`,
      `import http.client\nc = http.client.HTTPConnection("127.0.0.1", ${port}); c.request("GET", "/"); c.getresponse().read().decode()`,
      `import asyncio\nasync def f():\n  r, w = await asyncio.open_connection("127.0.0.1", ${port})\n  return (await r.read()).decode()\nasyncio.get_event_loop().run_until_complete(f())`,
      `from pyodide.http import pyfetch\nimport asyncio\nasyncio.get_event_loop().run_until_complete(pyfetch("http://127.0.0.1:${port}"))`,
    ];
    expect(await attempts(ways)).toEqual(ways.map((way) => [way, expect.stringMatching(/Error|Exception/)]));
    expect(connections).toBe(0);
  });

  it('keeps nothing from one script to the next', async () => {
    await run('import builtins\nbuiltins.kept = 1\nopen("/kept.txt", "w").write("1")');
    expect(await run('kept')).toMatch(/NameError/);
    expect(await run('open("/kept.txt").read()')).toMatch(/FileNotFoundError/);
  });

  it('is left when the run is aborted', async () => {
    const controller = new AbortController();
    const onEvent = ({ type }: { type: string }): void =>
      void (type === 'tool-start' && setTimeout(() => controller.abort(), 100));
    const record = await call(
      runPython(),
      { code: 'while True: pass' },
      { signal: controller.signal, onEvent },
    );
    expect(record.status).toBe('interrupted');
  });
});
