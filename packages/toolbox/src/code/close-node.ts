import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import workers from 'node:worker_threads';

/** Closes the modules that lead to the network and to other processes, for everything that runs in this process from now on. */
export function closeNetwork(): void {
  for (const part of [net, tls, dns, dns.promises, dgram, http, https, http2, childProcess, workers])
    closeAll(part);
  for (const prototype of [net.Socket.prototype, net.Server.prototype, dgram.Socket.prototype])
    closeAll(prototype);
  syncBuiltinESMExports();
}

/** Closes the file system of the machine. */
export function closeFiles(): void {
  for (const part of [fs, fs.promises]) closeAll(part);
  syncBuiltinESMExports();
}

function closeAll(part: object): void {
  for (const [name, { value, configurable, writable }] of Object.entries(
    Object.getOwnPropertyDescriptors(part),
  )) {
    // Prototypes of streams are inherited from, and classes are tested against.
    if (typeof value !== 'function' || name === 'constructor' || !(configurable ?? writable)) continue;
    if (configurable || writable)
      Object.defineProperty(part, name, { value: closed, configurable: true, writable: true });
  }
}

function closed(): never {
  throw new EvalError('This is not available in here');
}
