// Preloaded with `node --import`: refuses every connection that leaves this machine.
import { Socket, isIP } from 'node:net';

const isLoopback = (host) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  const target = typeof options === 'object' ? options : { port: args[0], host: args[1] };
  const host = typeof target.host === 'string' ? target.host : 'localhost';
  if (target.path || isLoopback(host)) return connect.apply(this, args);
  const refused = Object.assign(new Error(`No network here: connection to ${host} refused`), {
    code: 'ECONNREFUSED',
  });
  process.nextTick(() => this.destroy(refused));
  return this;
};
