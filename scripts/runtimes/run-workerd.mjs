import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { startProcess } from './start-process.mjs';

/** The newest date that a build of workerd takes is its own: 1.20261117.1 is of 2026-11-17. */
const dateOf = (version) => version.replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, '$1-$2-$3');

const config = ({ names, version, baseURL }) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "smoke", worker = (
      compatibilityDate = "${dateOf(version)}",
      modules = [${names.map((name) => `(name = "${name}", esModule = embed "${name}")`).join(', ')}],
      bindings = [(name = "BASE_URL", text = "${baseURL}")],
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local"])),
  ],
);
`;

/** Runs the smoke program as a worker, bundled as workers are and without compatibility with Node. */
export async function runWorkerd({ command, version, project, env, host }) {
  const folder = join(project, 'workerd');
  mkdirSync(folder);
  const modules = await bundle(project, 'worker.mjs', ['workerd', 'worker', 'browser']);
  for (const [name, code] of modules) writeFileSync(join(folder, name), code);
  const text = config({ names: [...modules.keys()], version, baseURL: host.baseURL });
  writeFileSync(join(folder, 'config.capnp'), text);
  return startProcess(command, ['test', 'config.capnp'], { cwd: folder, env }).ended;
}
